// Titles are suggested while something is typed. Without this the form works as well.

const PAUSE = 150;
const box = document.querySelector("[data-suggest]");
const list = box.list;
let pause;
let last;

async function suggest() {
  const text = box.value.trim();
  last?.abort();
  if (text.length < 2) return list.replaceChildren();
  last = new AbortController();
  const address = `${box.dataset.suggest}?${new URLSearchParams({ q: text })}`;
  const answer = await fetch(address, { signal: last.signal }).catch(() => null);
  if (!answer?.ok) return;
  const { titles } = await answer.json();
  list.replaceChildren(...titles.map((title) => new Option(title, title)));
}

box.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(suggest, PAUSE);
});
