"use strict";
// Sorts the tables and filters the requests. Without it the page reads the same.
(() => {
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const keyOf = (row, place) => {
    const cell = row.cells[place];
    return cell.dataset.sort ?? cell.textContent.trim();
  };
  const order = (kind, direction) => (one, other) => {
    const [a, b] = [one.key, other.key];
    if (a === "" || b === "") return (a === "") - (b === "") || one.place - other.place;
    const apart = kind.startsWith("number") ? a.replaceAll(",", "") - b.replaceAll(",", "") : collator.compare(a, b);
    return direction * apart || one.place - other.place;
  };

  const sort = (table, head) => {
    const direction = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row, place) => ({ row, place, key: keyOf(row, head.cellIndex) }));
    rows.sort(order(head.dataset.kind, direction));
    body.append(...rows.map((one) => one.row));
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", direction > 0 ? "ascending" : "descending");
    table.dispatchEvent(new Event("sorted"));
  };

  for (const table of document.querySelectorAll("table[data-sortable]")) {
    if (table.tBodies[0].rows.length < 2) continue;
    for (const head of table.tHead.rows[0].cells) {
      if (["length", "bar"].includes(head.dataset.kind)) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(table, head));
      head.append(button);
    }
  }

  // Who cleared whom is asked of one month: its rows alone.
  const ofOneMonth = (table) => {
    const rows = [...table.tBodies[0].rows];
    const months = new Map(rows.map((row) => [row.dataset.months, row.cells[0].textContent]));
    if (months.size < 2) return;
    const field = document.createElement("p");
    field.className = "controls";
    field.innerHTML =
      '<span class="field"><label for="f-pairs">Month of the decision</label>' +
      '<select id="f-pairs"><option value="">any</option></select></span>';
    const select = field.querySelector("select");
    for (const [month, said] of months) select.append(new Option(said, month));
    select.addEventListener("input", () => {
      for (const row of rows) row.hidden = Boolean(select.value) && row.dataset.months !== select.value;
    });
    table.parentNode.before(field);
  };
  const pairs = document.getElementById("pairs");
  if (pairs) ofOneMonth(pairs);

  // A long table scrolls in a box of its own, and not every machine shows that it does.
  for (const box of document.querySelectorAll(".scroll:not(:has(> #requests))")) {
    if (box.scrollHeight <= box.clientHeight + 1) continue;
    const unfold = document.createElement("button");
    unfold.type = "button";
    unfold.className = "more";
    unfold.textContent = "Unfold the whole table";
    unfold.addEventListener("click", () => {
      box.classList.add("whole");
      unfold.remove();
    });
    box.after(unfold);
  }

  // So many requests are on the screen at once, and as many more when asked: thousands are slow.
  const atOnce = 500;
  const form = document.getElementById("filter");
  if (!form) return;
  const table = document.getElementById("requests");
  const body = table.tBodies[0];
  const texts = new Map([...body.rows].map((row) => [row, row.textContent.toLowerCase().replaceAll("\u00a0", " ")]));
  const search = document.getElementById("f-text");
  const said = document.getElementById("f-count");
  const selects = [...form.querySelectorAll("select[data-filter]")];
  const more = document.createElement("button");
  more.type = "button";
  more.className = "more";
  let most = atOnce;

  const fits = (row, words) =>
    words.every((word) => texts.get(row).includes(word)) &&
    selects.every((one) => {
      const has = row.dataset[one.dataset.filter] ?? "";
      return !one.value || has === one.value || (one.dataset.filter === "months" && has.split(" ").includes(one.value));
    });
  const number = (count) => count.toLocaleString("en");
  const show = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let fitting = 0;
    for (const row of body.rows) {
      const fit = fits(row, words);
      fitting += fit;
      row.hidden = !fit || fitting > most;
    }
    const all = number(body.rows.length);
    const shown = fitting > most ? `, the first ${number(most)} shown` : "";
    said.textContent = `${fitting < body.rows.length ? `${number(fitting)} of ${all}` : all} requests${shown}`;
    more.hidden = fitting <= most;
    more.textContent = `Show ${number(Math.min(atOnce, fitting - most))} more`;
  };
  const from = (count) => {
    most = count;
    show();
  };
  const reveal = () => {
    const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!row?.hidden || row.parentNode !== body) return;
    for (const one of [search, ...selects]) one.value = "";
    from(Math.max(most, row.sectionRowIndex + 1));
    row.scrollIntoView({ block: "center" });
  };

  form.hidden = false;
  table.parentNode.after(more);
  more.addEventListener("click", () => from(most + atOnce));
  form.addEventListener("input", () => from(atOnce));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => from(atOnce)));
  table.addEventListener("sorted", () => from(atOnce));
  addEventListener("hashchange", reveal);
  show();
  reveal();
})();
