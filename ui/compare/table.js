// The comparison as a table: products as columns, the first column fixed; a tap on “?” opens the field for it.

const made = (tag, className, text) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
};

const SIGNS = {stop: "⬣", caution: "▲", good: "✓"};

export default function (component) {
  const {data, parentElement, setTriggerValue} = component;
  let root = parentElement.querySelector(".comparison");
  if (!root) {
    root = made("div", "comparison");
    root.open = null; // the field that is open: product and row
    root.more = false;
    parentElement.appendChild(root);
  }
  const focused = parentElement.activeElement ?? parentElement.getRootNode().activeElement;
  const place = focused?.dataset?.place;
  const typed = focused?.tagName === "INPUT" && root.open ? focused.value : null;

  const draw = () => {
    const scroll = root.querySelector(".scroll")?.scrollLeft ?? 0;
    root.replaceChildren(tools(), frame());
    root.querySelector(".scroll").scrollLeft = scroll;
  };
  const focus = (wanted) => {
    const node = [...root.querySelectorAll("[data-place]")].find((one) => one.dataset.place === wanted);
    node?.focus();
    return node;
  };

  const tools = () => {
    const bar = made("div", "tools");
    if (data.link) {
      const copy = made("button", "tool", data.words.copy);
      copy.onclick = async () => {
        try {
          await navigator.clipboard.writeText(data.link);
          copy.textContent = data.words.copied;
        } catch {
          copy.textContent = data.link; // there is no clipboard at an address that is not secure
        }
      };
      bar.append(copy);
    }
    const print = made("button", "tool", data.words.print);
    print.onclick = () => window.print();
    bar.append(print);
    return bar;
  };

  const frame = () => {
    const box = made("div", "scroll");
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", data.words.label);
    const table = made("table");
    table.style.setProperty("--products", data.products.length);
    const head = made("tr");
    head.append(made("td", "corner"));
    data.products.forEach((product) => head.append(heading(product)));
    const body = made("tbody");
    data.rows.filter((row) => root.more || !row.is_more).forEach((row) => body.append(line(row)));
    const top = made("thead");
    top.append(head);
    table.append(top, body);
    box.append(table);
    const hidden = data.rows.filter((row) => row.is_more).length;
    if (!hidden) return box;
    const whole = made("div");
    const more = made("button", "tool", root.more ? data.words.fewer : data.words.more);
    more.dataset.place = "more";
    more.onclick = () => { root.more = !root.more; draw(); focus("more"); };
    whole.append(box, more);
    return whole;
  };

  const heading = (product) => {
    const cell = made("th");
    cell.scope = "col";
    cell.append(made("span", "name", product.name), made("span", "origin", product.origin));
    const remove = made("button", "remove", "×");
    remove.setAttribute("aria-label", product.remove);
    remove.title = product.remove;
    remove.onclick = () => setTriggerValue("remove", product.place);
    cell.append(remove);
    return cell;
  };

  const line = (row) => {
    const tr = made("tr");
    const head = made("th", "", row.head);
    head.scope = "row";
    tr.append(head);
    row.cells.forEach((cell, at) => tr.append(filled(cell, row, at)));
    return tr;
  };

  const filled = (cell, row, at) => {
    const td = made("td", [cell.tone, cell.is_best && "best", cell.is_wrong && "wrong"].filter(Boolean).join(" "));
    const key = `${at} ${row.key}`;
    if (root.open === key) {
      td.append(field(cell, row, at));
      return td;
    }
    cell.lines.forEach((text, index) => {
      const words = made("span", index ? "more" : "first");
      if (!index && SIGNS[cell.tone] && !cell.is_wrong) {
        const sign = made("span", "sign", SIGNS[cell.tone]);
        sign.setAttribute("aria-hidden", "true");
        words.append(sign);
      }
      words.append(text);
      if (!index && cell.is_best) words.append(made("span", "heard", data.words.best));
      td.append(words);
    });
    if (cell.is_mine) td.append(made("span", "mine", data.words.mine));
    if (!cell.ask) {
      if (!cell.lines.length) td.append(made("span", "unknown", data.words.unknown));
      return td;
    }
    if (!cell.lines.length) td.append(made("span", "unknown paper", data.words.unknown));
    const edits = Boolean(cell.ask.value);
    const button = made("button", edits ? "edit" : "ask");
    button.append(made("span", "question", edits ? "✎" : "?"), edits ? "" : ` ${cell.ask.add}`);
    if (edits) td.classList.add("editable");
    button.setAttribute("aria-label", cell.ask.of);
    if (edits) button.title = cell.ask.add;
    button.dataset.place = key;
    button.onclick = () => {
      root.open = key;
      draw();
      const input = focus(`${key} field`);
      input.select();
    };
    td.append(button);
    return td;
  };

  const field = (cell, row, at) => {
    const form = made("form", "field");
    const input = made("input");
    input.value = typed ?? cell.ask.value;
    input.placeholder = cell.ask.hint;
    input.setAttribute("aria-label", cell.ask.of);
    input.autocomplete = "off";
    input.dataset.place = `${at} ${row.key} field`;
    if (cell.ask.field === "pH") input.inputMode = "decimal";
    const options = data.options[cell.ask.field];
    if (options) {
      const list = made("datalist");
      list.id = `options-${at}-${row.key}`;
      options.forEach((name) => { const option = made("option"); option.value = name; list.append(option); });
      input.setAttribute("list", list.id);
      form.append(list);
    }
    const close = () => { root.open = null; draw(); focus(`${at} ${row.key}`); };
    form.onsubmit = (event) => {
      event.preventDefault();
      const text = input.value;
      const changed = text.trim() !== cell.ask.value;
      close();
      if (changed) setTriggerValue("fact", {place: at, field: cell.ask.field, text});
    };
    input.onkeydown = (event) => { if (event.key === "Escape") close(); };
    const ok = made("button", "ok", data.words.add);
    const cancel = made("button", "cancel", data.words.cancel);
    cancel.type = "button";
    cancel.onclick = close;
    form.append(input, ok, cancel);
    return form;
  };

  draw();
  if (place) focus(place);
}
