// The count of characters under a text. Without this file the form says how many fit, and the answer says how many too many.
const text = document.querySelector("textarea[data-limit]");
const counted = document.getElementById("id_text_counted");

function count() {
  // As the platform counts: whole characters, line ends as one.
  const characters = [...text.value].length;
  counted.textContent = text.dataset.words.replace("{count}", characters.toLocaleString(document.documentElement.lang));
  counted.classList.toggle("soon", characters > Number(text.dataset.limit));
}

if (text && counted) {
  text.addEventListener("input", count);
  count();
}
