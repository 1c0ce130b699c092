// A button that copies a text: the clipboard can only be reached from a press in the browser.

const copied = async text => {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    // Without a secure address there is no clipboard of that kind; the old way still works.
    const field = document.createElement("textarea")
    field.value = text
    document.body.append(field)
    field.select()
    const done = document.execCommand("copy")
    field.remove()
    return done
  }
}

export default function ({ parentElement, data }) {
  let button = parentElement.querySelector("button")
  if (!button) {
    button = document.createElement("button")
    button.type = "button"
    button.setAttribute("aria-live", "polite")
    parentElement.append(button)
  }
  if (button.dataset.text !== data.text) button.textContent = data.label
  button.dataset.text = data.text
  button.onclick = async () => {
    const carries = data.carried && new URL(location.href).searchParams.has(data.carried)
    const text = carries ? location.href : data.text
    button.textContent = (await copied(text)) ? data.done : text
  }
}
