// What Opora adds to a page that already works: menus that fold, fields with suggestions, and a focus that stays where it was.
const settings = document.querySelector("script[data-opora]")?.dataset ?? {};
const words = JSON.parse(document.getElementById("opora-words")?.textContent ?? "{}");
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

async function startGovuk(scope = document) {
  if (!settings.govuk) return;
  const { createAll, ErrorSummary, ServiceNavigation, SkipLink } = await import(settings.govuk);
  for (const Part of [ErrorSummary, ServiceNavigation, SkipLink]) createAll(Part, undefined, { scope });
}

// Filters on a phone.
function startFolds(scope) {
  for (const fold of scope.querySelectorAll(".opora-fold:not([data-started])")) {
    const toggle = fold.querySelector(".opora-fold__toggle");
    fold.dataset.started = "";
    toggle?.addEventListener("click", () => {
      const open = fold.toggleAttribute("data-open");
      toggle.setAttribute("aria-expanded", String(open));
    });
  }
}

// The account menu closes with Escape, by a click elsewhere and when the focus leaves it.
function startAccountMenu() {
  const box = document.querySelector(".opora-account__box");
  if (!box) return;
  const close = () => box.removeAttribute("open");
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.open) return;
    close();
    box.querySelector("summary").focus();
  });
  box.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) close();
  });
  document.addEventListener("click", (event) => {
    if (!box.contains(event.target)) close();
  });
}

// Suggestions: <select data-opora-autocomplete>, or <input data-opora-suggest="address"> answered with [{"value", "label"}] or ["…"]; one with an "href" is a page of its own.
let library;
const loadLibrary = () =>
  (library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = settings.autocomplete;
    script.onload = () => resolve(window.accessibleAutocomplete);
    script.onerror = reject;
    document.head.append(script);
  }));

const spoken = () => ({
  tNoResults: () => words.noResults,
  tStatusQueryTooShort: (least) => fill(words.tooShort, { count: least }),
  tStatusNoResults: () => words.noResults,
  tStatusSelectedOption: (option, length, index) => fill(words.selected, { option, index: index + 1, count: length }),
  tStatusResults: (length, selected) => fill(words.results, { count: length }) + " " + selected,
  tAssistiveHint: () => words.assistiveHint,
});

// The library writes this attribute anew with every key; the hint and the error of the form must stay named in it.
function keepDescribed(input, described) {
  if (!input || !described) return;
  const keep = () => {
    const named = (input.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
    const missing = described.split(" ").filter((id) => !named.includes(id));
    if (missing.length) input.setAttribute("aria-describedby", [...missing, ...named].join(" "));
  };
  new MutationObserver(keep).observe(input, { attributeFilter: ["aria-describedby"] });
  keep();
}

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function enhanceSelect(autocomplete, select) {
  const id = select.id;
  const names = [...select.options].filter((option) => option.value).map((option) => option.textContent.trim());
  autocomplete.enhanceSelectElement({
    selectElement: select,
    defaultValue: select.selectedOptions[0]?.value ? select.selectedOptions[0].textContent.trim() : "",
    source: (query, show) => show(names.filter((name) => folded(name).includes(folded(query)))),
    autoselect: false,
    showAllValues: true,
    displayMenu: "overlay",
    confirmOnBlur: false,
    inputClasses: "govuk-input",
    ...spoken(),
  });
  keepDescribed(document.getElementById(id), select.getAttribute("aria-describedby"));
}

async function startAutocomplete(scope) {
  const selects = [...scope.querySelectorAll("select[data-opora-autocomplete]:not([data-started])")];
  const inputs = [...scope.querySelectorAll("input[data-opora-suggest]:not([data-started])")];
  if (!settings.autocomplete || !(selects.length || inputs.length)) return;
  for (const field of [...selects, ...inputs]) field.dataset.started = "";
  const autocomplete = await loadLibrary();
  for (const select of selects) enhanceSelect(autocomplete, select);
  for (const input of inputs) enhanceInput(autocomplete, input);
}

// In a search box Enter searches for what was typed, also while suggestions are open; on a suggestion it chooses that one.
function submitsOnEnter(place) {
  place.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    event.stopPropagation();
    place.closest("form")?.requestSubmit();
  }, true);
}

// To a page that was chosen among the suggestions go the place and the ticks of the form, not the words.
function withPlaceOf(form, address) {
  const said = [...new FormData(form ?? undefined)].filter(([name, value]) => ["municipality", "id"].includes(name) && value.trim());
  return said.length ? `${address}?${new URLSearchParams(said)}` : address;
}

// The field itself stays what it was (same name, same value), so the form works alike with and without suggestions.
function enhanceInput(autocomplete, input) {
  const place = document.createElement("div");
  input.before(place);
  if ("oporaSubmits" in input.dataset) submitsOnEnter(place);
  let asked = 0;
  let pages = new Map();
  // Who has gone down into the list chooses from what is shown: an answer still on its way would take the focus away.
  place.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && place.querySelector("input")?.getAttribute("aria-expanded") === "true") asked += 1;
  }, true);
  autocomplete({
    element: place,
    id: input.id,
    name: input.name,
    defaultValue: input.value,
    minLength: 2,
    confirmOnBlur: false,
    inputClasses: input.className,
    displayMenu: "overlay",
    showNoOptionsFound: !("oporaSubmits" in input.dataset),
    onConfirm: (chosen) => {
      const form = place.closest("form");
      if (pages.get(chosen)) location.assign(withPlaceOf(form, pages.get(chosen)));
      else if (chosen && "oporaSubmits" in input.dataset) setTimeout(() => form?.requestSubmit());
    },
    source: async (query, show) => {
      const turn = (asked += 1);
      const address = new URL(input.dataset.oporaSuggest, location.href);
      address.searchParams.set("q", query);
      try {
        const answer = await fetch(address, { headers: { Accept: "application/json" } });
        const found = answer.ok ? await answer.json() : [];
        if (turn !== asked) return;
        const offered = found.results ?? found;
        pages = new Map(offered.map((item) => [item.label, item.href]));
        show(offered.map((item) => item.label ?? item));
      } catch {
        if (turn === asked) show([]);
      }
    },
    ...spoken(),
  });
  input.remove();
  keepDescribed(place.querySelector("input"), input.getAttribute("aria-describedby"));
}

// „Where I am“: the browser asks its owner, the position is rounded to about a kilometre and only the municipality comes back.
function startHere(scope) {
  for (const button of scope.querySelectorAll("button[data-opora-here]:not([data-started])")) {
    button.dataset.started = "";
    if (!navigator.geolocation) continue;
    button.hidden = false;
    const told = button.parentElement.querySelector("[role=status]");
    const fail = () => { told.textContent = button.dataset.oporaFailed; };
    const fillIn = async ({ coords }) => {
      const address = new URL(button.dataset.oporaHere, location.href);
      address.searchParams.set("lat", coords.latitude.toFixed(2));
      address.searchParams.set("lon", coords.longitude.toFixed(2));
      const answer = await fetch(address).then((found) => found.json()).catch(() => ({}));
      const field = document.getElementById(button.dataset.oporaInto);
      if (!answer.municipality || !field) return fail();
      field.value = answer.municipality;
      told.textContent = answer.municipality;
      field.focus();
    };
    button.addEventListener("click", () => { told.textContent = ""; navigator.geolocation.getCurrentPosition(fillIn, fail, { timeout: 10000, maximumAge: 300000 }); });
  }
}

// What is ticked on a page of results goes along to the next page, another order or other filters: <input data-opora-carried>.
function startCarrying(scope) {
  for (const box of scope.querySelectorAll("input[data-opora-carried]:not([data-started])")) {
    box.dataset.started = "";
    box.addEventListener("change", () => (box.checked ? carry : leave)(box.name, box.value));
    if (box.checked) carry(box.name, box.value); // the browser brought the tick back with the page
  }
}

const isHere = (address) => ((to) => to.origin === location.origin && to.pathname === location.pathname)(new URL(address, location.href));
const waysOn = () => [...document.querySelectorAll("main a[href]")].filter((link) => "oporaCarries" in link.dataset || isHere(link.href));
const formsOn = () => [...document.querySelectorAll("main form[method=get]:not([data-opora-carries])")].filter((form) => isHere(form.getAttribute("action") ?? ""));

function carry(name, value) {
  leave(name, value);
  for (const link of waysOn()) link.search = new URLSearchParams([...new URLSearchParams(link.search), [name, value]]);
  for (const form of formsOn()) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
}

function leave(name, value) {
  const isOther = ([one, its]) => one !== name || its !== value;
  for (const link of waysOn()) link.search = new URLSearchParams([...new URLSearchParams(link.search)].filter(isOther));
  for (const form of formsOn()) form.querySelector(`input[type=hidden][name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`)?.remove();
}

// Progress is said aloud at the start, at each quarter and at the end, not at every step.
const quarters = new Map();
function announceProgress(scope) {
  const parts = scope.matches?.(".opora-progress") ? [scope] : [...scope.querySelectorAll(".opora-progress")];
  for (const part of parts) {
    const { done, total, finished } = part.dataset;
    const quarter = finished !== undefined ? 5 : Math.floor((4 * Number(done)) / (Number(total) || 1));
    if (quarters.get(part.id) === quarter) continue;
    quarters.set(part.id, quarter);
    say(part.querySelector("[data-opora-say]")?.textContent ?? "");
  }
}

function say(text) {
  const voice = document.getElementById("opora-voice");
  if (voice) voice.textContent = text.trim().replace(/\s+/g, " ");
}

// After a part of the page was replaced: start what is new, and if the focus was lost with the old part, give it to the same id
// or to the element marked data-opora-focus.
let lastFocus = "";
function afterSwap(event) {
  const part = event.detail?.elt ?? event.detail?.target ?? event.target;
  const scope = part instanceof Element && part.isConnected ? part : document;
  start(scope);
  if (document.activeElement && document.activeElement !== document.body) return;
  const wanted = scope.querySelector("[data-opora-focus]") ?? document.getElementById(lastFocus);
  wanted?.focus();
}

function start(scope) {
  startGovuk(scope);
  startFolds(scope);
  startAutocomplete(scope);
  startHere(scope);
  startCarrying(scope);
  announceProgress(scope);
}

document.addEventListener("htmx:beforeSwap", () => { lastFocus = document.activeElement?.id ?? ""; });
document.addEventListener("htmx:afterSettle", afterSwap);
// A long act says that it goes on: the button keeps its place, cannot be pressed twice and shows its waiting words.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || !button?.dataset.oporaBusy) return;
  say(button.dataset.oporaBusy);
  setTimeout(() => {
    button.setAttribute("aria-disabled", "true");
    button.textContent = button.dataset.oporaBusy;
  });
});
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[aria-disabled=true]")) event.preventDefault();
  if (event.target.closest?.("[data-opora-print]")) window.print();
});
window.addEventListener("pageshow", (event) => { if (event.persisted && document.querySelector("[data-opora-busy][aria-disabled]")) location.reload(); });

start(document);
startAccountMenu();
