/** Tells whether a person can read a file of that media type as text. */
export const isText = (mediaType) => /^(text\/|application\/(xml|json)\b|[^;]*\+(xml|json)\b)/i.test(mediaType);
