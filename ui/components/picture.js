// A drawing made of numbers alone; what people type never comes here.

export default function ({ data, parentElement }) {
  if (parentElement.drawn === data.svg) return
  parentElement.drawn = data.svg
  const parsed = new DOMParser().parseFromString(data.svg, "image/svg+xml")
  const place = parentElement.querySelector(".place")
  place.replaceChildren(document.importNode(parsed.documentElement, true))
}
