// Keys for the queue, and how many items are ticked. Without this file everything is a link, a tick box or a button.
const rows = [...document.querySelectorAll(".queue > li")];
const bar = document.getElementById("bulk");
const ticks = [...document.querySelectorAll(".queue .tick input")];

// How many are ticked, beside what is done about them.
const told = bar && bar.querySelector("[data-ticked]");
const without = told && told.textContent;

function count() {
  const many = ticks.filter((tick) => tick.checked).length;
  const words = many === 1 ? told.dataset.one : told.dataset.many.replace("{n}", many.toLocaleString(document.documentElement.lang));
  told.textContent = many ? words : without;
  for (const row of rows) row.classList.toggle("ticked", row.querySelector(".tick input").checked);
}

if (told) {
  bar.addEventListener("change", count);
  for (const tick of ticks) tick.addEventListener("change", count);
  // Back from the next page, the browser has kept the ticks.
  addEventListener("pageshow", count);
}

// The row in which the focus stands, or none.
const present = () => rows.findIndex((row) => row.contains(document.activeElement));
const link = (row) => row && row.querySelector("h3 a");

const KEYS = {
  j: () => link(rows[Math.min(present() + 1, rows.length - 1)])?.focus(),
  k: () => link(rows[Math.max(present() - 1, 0)])?.focus(),
  x: () => rows[present()]?.querySelector(".tick input").click(),
  a: () => rows[present()]?.querySelector("button[form=take]")?.click(),
  "/": () => document.querySelector("#filters :is(input:not([type=hidden]), select)")?.focus(),
};

function isWriting(target) {
  return target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]") !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isWriting(event.target)) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
