// Runs before the first paint, so that a theme chosen earlier does not flash in.
try {
  const theme = localStorage.getItem('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage may be closed to us; the system's own choice stands.
}
