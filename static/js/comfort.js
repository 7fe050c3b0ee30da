// The reader's own text size and colours. This script runs before the page is drawn, so that nothing flashes or jumps.

{
  const root = document.documentElement;
  const systemDark = matchMedia('(prefers-color-scheme: dark)');

  const apply = () => {
    const [size, theme] = [recall('co-chu'), recall('nen')];
    if (size) root.dataset.size = size;
    else delete root.dataset.size;
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
  };

  const isLarge = () => root.dataset.size === 'large';
  const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : systemDark.matches);

  const wire = () => {
    const size = document.querySelector('[data-comfort-size]');
    const theme = document.querySelector('[data-comfort-theme]');
    const show = () => {
      size.setAttribute('aria-pressed', isLarge());
      theme.setAttribute('aria-pressed', isDark());
    };
    const change = (name, value) => {
      remember(name, value);
      apply();
      show();
    };
    size.addEventListener('click', () => change('co-chu', isLarge() ? '' : 'large'));
    theme.addEventListener('click', () => change('nen', isDark() ? 'light' : 'dark'));
    systemDark.addEventListener('change', show);
    show();
  };

  root.classList.add('has-script');
  apply();
  document.addEventListener('DOMContentLoaded', wire);
}
