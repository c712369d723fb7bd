// Counts under boxes, lines that follow what was chosen, drafts saved two seconds after typing stops. Without this file
// the form says how many fit, a press shows what was chosen, and a button saves the draft.
const form = document.querySelector("form.writing") || document.getElementById("write");
const tongue = document.documentElement.lang;
// As public/forms_filing.py counts words.
const unspaced = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u9fff";
const word = new RegExp(`[${unspaced}]|[^\\s${unspaced}]+`, "gu");

function count(box) {
  const counted = document.getElementById(`${box.id}_counted`);
  if (!counted) return;
  // As the platform counts: whole characters, line ends as one.
  const many = box.dataset.limit ? [...box.value].length : (box.value.match(word) || []).length;
  counted.textContent = box.dataset.words.replace("{count}", many.toLocaleString(tongue));
  // Too many characters are refused, many words are not.
  counted.classList.toggle("soon", many > Number(box.dataset.limit));
  counted.classList.toggle("long", many > Number(box.dataset.wordLimit));
}

for (const box of document.querySelectorAll("textarea[data-limit], textarea[data-word-limit]")) {
  box.addEventListener("input", () => count(box));
  count(box);
}

// What a line says, after another choice: the label of the choice itself.
function follow() {
  const voice = form.querySelector("input[name=capacity]:checked");
  const named = (form.querySelector("input[name=named]:checked") || { value: "yes" }).value;
  for (const said of form.querySelectorAll("[data-follows]")) {
    const name = said.dataset.follows;
    if (name === "capacity" && voice) {
      said.replaceChildren(...voice.parentElement.querySelector(".name").cloneNode(true).childNodes);
    } else if (name === "named") {
      said.textContent = said.dataset[named];
    } else if (name === "language" || name === "kind") {
      const chosen = form.elements[name].selectedOptions[0];
      if (!chosen) continue;
      said.textContent = chosen.value ? chosen.text : said.dataset.none;
      if (name === "kind") said.textContent = said.textContent.toLocaleLowerCase(tongue);
      if (name === "language") [said.lang, said.dir] = [chosen.lang, chosen.dir];
    }
  }
  const promise = document.getElementById("promise");
  if (promise && voice) promise.textContent = named === "no" ? voice.dataset.unnamed : voice.dataset.shown;
}

if (form && form.classList.contains("writing")) form.addEventListener("change", follow);

// Drafts. A save waits for the one before it; sending a form ends them.
const PAUSE = 2000;
let timer = 0;
let saving = false;
let sent = false;

// A draft has no files; they would be sent anew at each pause.
function wordsOnly() {
  const data = new FormData(form);
  for (const field of form.querySelectorAll("input[type=file]")) data.delete(field.name);
  return data;
}

async function save() {
  if (sent) return;
  if (saving) {
    timer = setTimeout(save, PAUSE);
    return;
  }
  saving = true;
  const said = document.getElementById("draft-said");
  try {
    const asked = { method: "POST", body: wordsOnly(), headers: { Accept: "application/json" }, redirect: "error" };
    const answer = await fetch(form.dataset.savesTo, asked);
    const told = await answer.json();
    if (answer.ok) form.elements.seen.value = told.saved_at || "";
    said.textContent = told.sentence;
  } catch {
    // The line is bad, or the page has grown old: what was typed still stands in the box, and the next pause tries again.
    said.textContent = "";
  }
  saving = false;
}

if (form && "savesTo" in form.dataset) {
  form.addEventListener("input", () => {
    // What stands in the box now is not what was saved.
    document.getElementById("draft-said").textContent = "";
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => {
    sent = true;
    clearTimeout(timer);
  });
  // Back from the next page, the form is as it was left.
  addEventListener("pageshow", () => { sent = false; });
}
