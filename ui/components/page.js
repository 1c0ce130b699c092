// Manners of the whole page that neither Streamlit nor a style sheet has.

// Fields whose numbers need no letters: a phone shows its keypad for them.
const NUMBERS = '[class*="st-key-number-"] input:not([inputmode])'

// So long after the last key a text area is read [ms]; by itself it waits for Ctrl+Enter or for being left.
const PAUSE = 700

// Enter in the field of Compare adds what is offered under it, once that is the answer to this very text [ms].
const LONGEST_WAIT = 8000

// What stood in each field after the last key. Where the page has put in something else since, the browser would
// undo what is no longer there, and mix the two; the page has a button for that, with the same keys.
const typedLast = new WeakMap()
const remember = ({ target }) => {
  if (target.matches?.("input, textarea")) typedLast.set(target, target.value)
}
const keepFromMixing = event => {
  const { target, key, ctrlKey, metaKey } = event
  if (!(ctrlKey || metaKey) || key?.toLowerCase() !== "z" || !typedLast.has(target)) return
  if (typedLast.get(target) !== target.value) event.preventDefault()
}

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
      // A key that is never let go would be held with every later one: “Undo” would no longer hear Ctrl+Z.
      const sent = target === document.activeElement ? ["keydown", "keyup"] : []
      for (const way of sent) target.dispatchEvent(new KeyboardEvent(way, enter))
    }, PAUSE)
  }
  let answer = 0
  const entered = ({ key, target, isComposing }) => {
    if (key !== "Enter" || isComposing || !target.closest?.(".st-key-compare-add")) return
    clearInterval(answer)
    const until = performance.now() + LONGEST_WAIT
    const letters = [...target.value]
    const sum = letters.reduce((so_far, letter) => so_far + letter.codePointAt(0), 0)
    const offers = `.st-key-compare-offers-${letters.length}-${sum}`
    answer = setInterval(() => {
      const typed = document.querySelector(`${offers} .st-key-compare-add-typed button`)
      const found = document.querySelectorAll(`${offers} button`)
      const offer = typed || (found.length === 1 && found[0])
      if (offer || performance.now() > until) clearInterval(answer)
      if (offer) offer.click()
    }, 50)
  }
  document.addEventListener("input", remember, true)
  document.addEventListener("keydown", keepFromMixing, true)
  document.addEventListener("input", typed)
  document.addEventListener("keydown", entered)
  return () => {
    clearTimeout(pause)
    clearInterval(answer)
    document.removeEventListener("input", remember, true)
    document.removeEventListener("keydown", keepFromMixing, true)
    document.removeEventListener("input", typed)
    document.removeEventListener("keydown", entered)
    watch.disconnect()
  }
}
