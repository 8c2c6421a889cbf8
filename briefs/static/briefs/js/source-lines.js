// Known sources, proposed while an address or a title is typed.

const PAUSE = 200; // milliseconds without a key before the server is asked
const LEAST = 3; // letters worth asking for

const list = document.getElementById("known-sources");
let waiting = null;

document.addEventListener("input", (event) => {
  if (!list || !("sources" in event.target.dataset)) return;
  clearTimeout(waiting);
  const term = event.target.value.trim();
  if (term.length >= LEAST) waiting = setTimeout(() => propose(term), PAUSE);
});

async function propose(term) {
  const query = new URLSearchParams({
    term,
    app_label: "briefs",
    model_name: "citation",
    field_name: "source",
  });
  const answer = await fetch(`${list.dataset.url}?${query}`).catch(() => null);
  if (!answer?.ok) return;
  const { results } = await answer.json();
  list.replaceChildren(...results.map((source) => new Option("", source.text)));
}
