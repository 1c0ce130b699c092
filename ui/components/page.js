// Manners of the whole page that neither Streamlit nor a style sheet has.

// Fields whose numbers need no letters: a phone shows its keypad for them.
const NUMBERS = '[class*="st-key-number-"] input:not([inputmode])'

// So long after the last key a text area is read [ms]; by itself it waits for Ctrl+Enter or for being left.
const PAUSE = 700

export default function () {
  const mend = () => {
    for (const input of document.querySelectorAll(NUMBERS)) input.inputMode = "decimal"
  }
  const [way] = performance.getEntriesByType("navigation")
  if (way && way.type === "reload") document.documentElement.dataset.reloaded = "yes"
  mend()
  const watch = new MutationObserver(mend)
  watch.observe(document.body, { childList: true, subtree: true })
  let pause = 0
  const typed = ({ target, isComposing }) => {
    if (target.tagName !== "TEXTAREA" || isComposing) return
    clearTimeout(pause)
    const enter = { key: "Enter", code: "Enter", ctrlKey: true, bubbles: true }
    pause = setTimeout(() => {
      if (target === document.activeElement) target.dispatchEvent(new KeyboardEvent("keydown", enter))
    }, PAUSE)
  }
  document.addEventListener("input", typed)
  return () => {
    clearTimeout(pause)
    document.removeEventListener("input", typed)
    watch.disconnect()
  }
}
