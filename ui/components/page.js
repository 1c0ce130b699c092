// Manners of the whole page that neither Streamlit nor a style sheet has.

// Fields whose numbers need no letters: a phone shows its keypad for them.
const NUMBERS = '[class*="st-key-number-"] input:not([inputmode])'

export default function () {
  const mend = () => {
    for (const input of document.querySelectorAll(NUMBERS)) input.inputMode = "decimal"
  }
  const [way] = performance.getEntriesByType("navigation")
  if (way && way.type === "reload") document.documentElement.dataset.reloaded = "yes"
  mend()
  const watch = new MutationObserver(mend)
  watch.observe(document.body, { childList: true, subtree: true })
  return () => watch.disconnect()
}
