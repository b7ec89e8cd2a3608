/** The pages of the product, and the roles that have something to do there, null for everybody; a new page adds its line. */
export const PAGES = [
  { folder: 'usage', title: 'Usage', roles: ['usage'] },
  { folder: 'submissions', title: 'Submissions', roles: ['submit'] },
  { folder: 'environments', title: 'Environments', roles: ['configure'] },
  { folder: 'vaults', title: 'Key vaults', roles: ['configure'] },
  { folder: 'features', title: 'Features', roles: ['configure'] },
  { folder: 'applications', title: 'Connected applications', roles: ['configure'] },
  { folder: 'activation', title: 'Activation', roles: ['configure', 'operate'] },
  { folder: 'audit', title: 'Audit', roles: ['configure', 'operate'] },
  { folder: 'api-docs', title: 'API', roles: null },
];

const NO_PAGE = { folder: '', title: 'Pages', roles: null };

/** Returns the page that is open, as its header names it. */
export const openPage = () => {
  const folder = document.querySelector('page-header')?.getAttribute('page');
  return PAGES.find((each) => each.folder === folder) ?? NO_PAGE;
};
