import { download, path, post, Problem } from '../ui/api.js';

/** Saves a version as one file, with its content hash. */
export const exportVersion = (feature, number) => download(`${path('features', feature, 'versions', String(number))}/export`, {});

/** Creates a feature from an exported file; all of it or nothing. Returns its version. */
export async function importFeature(file) {
  let content;
  try {
    content = JSON.parse(await file.text());
  } catch {
    throw new Problem({ title: 'This is no exported feature', detail: `${file.name} is not a JSON file; choose one that was exported here` });
  }
  return post('features/imports', content);
}
