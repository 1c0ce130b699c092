// The weighing sheet: rows with a box to tick, the whole row is the label, masses in a column of their own.
// A tick belongs to a mass: when the mass changes, the tick goes. Ticks stay in this tab, over a reload too.

const SHELF = "bench-ticks"

const shelf = () => {
  try {
    return JSON.parse(sessionStorage.getItem(SHELF)) || {}
  } catch {
    return {}
  }
}

const put = (name, ticks) => {
  try {
    sessionStorage.setItem(SHELF, JSON.stringify({ ...shelf(), [name]: ticks }))
  } catch {
    // A browser that keeps nothing still shows the sheet.
  }
}

const element = (tag, name, text) => {
  const made = document.createElement(tag)
  made.className = name
  if (text) made.textContent = text
  return made
}

const drawn = (row, ticks, name) => {
  const item = element("li", "row")
  const label = element("label", "")
  const box = element("input", "")
  box.type = "checkbox"
  box.checked = ticks[row.id] === row.mass
  box.onchange = () => {
    if (box.checked) ticks[row.id] = row.mass
    else delete ticks[row.id]
    put(name, ticks)
  }
  const what = element("span", "what", row.name)
  if (row.note) what.append(element("small", "", row.note))
  const much = element("span", "much")
  much.append(element("b", "", row.mass))
  if (row.beside) much.append(element("small", "", row.beside))
  label.append(box, element("span", "number", row.number), what, much)
  item.append(label)
  return item
}

export default function ({ parentElement, data }) {
  const list = parentElement.querySelector("ul") || parentElement.appendChild(element("ul", ""))
  const wanted = JSON.stringify(data)
  if (list.dataset.drawn === wanted) return
  list.dataset.drawn = wanted
  const kept = shelf()[data.name] || {}
  const ticks = {}
  for (const row of data.rows) if (kept[row.id] === row.mass) ticks[row.id] = row.mass
  put(data.name, ticks)
  const focused = parentElement.activeElement?.closest("li")
  const at = focused ? [...list.querySelectorAll(".row")].indexOf(focused) : -1
  list.replaceChildren(
    ...data.rows.flatMap(row => [
      ...(row.phase ? [element("li", "phase", row.phase)] : []),
      drawn(row, ticks, data.name),
    ]),
  )
  if (at >= 0) list.querySelectorAll(".row input")[at]?.focus()
}
