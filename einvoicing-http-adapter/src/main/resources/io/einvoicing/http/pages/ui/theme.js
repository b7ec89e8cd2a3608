// Loaded before the page is drawn, and not as a module, so that no page flashes in the other theme.
(() => {
  const chosen = localStorage.getItem('einvoicing.theme');
  if (chosen === 'light' || chosen === 'dark') {
    document.documentElement.dataset.theme = chosen;
  }
})();
