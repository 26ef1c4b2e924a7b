// Runs before the first paint, so that the chosen theme never flashes.
;(() => {
  try {
    const chosen = localStorage.getItem('teia.theme')
    if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen
  } catch {
    // Storage may be closed to us; the theme then follows the system.
  }
})()
