// A field of names parted by semicolons -> chips with a box to type the next one into.

const SEPARATOR = ";";

/** The names written in a field's value. */
export function namesIn(value) {
  return value
    .split(SEPARATOR)
    .map((name) => name.trim())
    .filter(Boolean);
}

/** Put chips in place of `input`, which keeps the value that is sent. */
export function enhance(input) {
  const known = new Map();
  for (const option of input.list?.options ?? []) {
    known.set(option.value.toLowerCase(), option.value);
    if (option.label) known.set(option.label.toLowerCase(), option.value);
  }
  const single = input.dataset.names === "one";
  const box = document.createElement("div");
  const typed = document.createElement("input");
  let names = namesIn(input.value);

  box.className = "chips";
  typed.id = input.id;
  typed.setAttribute("list", input.getAttribute("list"));
  typed.autocomplete = "off";
  input.removeAttribute("id");
  input.type = "hidden";
  input.after(box);

  function draw() {
    box.replaceChildren(...names.map(chip), typed);
    write();
  }

  function write() {
    input.value = [...names, ...namesIn(typed.value)].join(`${SEPARATOR} `);
  }

  function chip(name) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "chip";
    button.textContent = name;
    button.setAttribute("aria-label", `${name}: take away`);
    button.addEventListener("click", () => {
      names = names.filter((other) => other !== name);
      draw();
      typed.focus();
      changed();
    });
    return button;
  }

  function take() {
    const found = known.get(typed.value.trim().toLowerCase());
    if (!found) return false;
    names = single ? [found] : [...names.filter((name) => name !== found), found];
    typed.value = "";
    draw();
    typed.focus();
    changed();
    return true;
  }

  function changed() {
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  typed.addEventListener("input", (event) => {
    event.stopPropagation();
    write();
    // What was picked from the list comes as one replacement, not letter by letter.
    if (event.inputType === "insertReplacementText" || event.inputType === undefined) take();
    changed();
  });
  typed.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      take();
    } else if (event.key === SEPARATOR || event.key === ",") {
      // A name may have a comma in it: one that is not whole yet is typed on.
      if (take()) event.preventDefault();
    } else if (event.key === "Backspace" && !typed.value && names.length) {
      names = names.slice(0, -1);
      draw();
      typed.focus();
      changed();
    }
  });
  typed.addEventListener("change", () => take());
  draw();

  return {
    /** Show what a script wrote into the field. */
    set(value) {
      names = namesIn(value);
      draw();
    },
  };
}
