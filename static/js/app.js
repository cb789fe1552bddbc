/* Makes pages kinder where scripts run. Every page works without this file. */
"use strict";

/* What is wrong is read first. */
function showErrors(root) {
  const summary = root.querySelector("[data-errors]");
  if (summary) summary.focus();
}

/* A link in the summary of errors puts the cursor into the field, also where the field is a set. */
function followErrorLink(event) {
  const link = event.target.closest("[data-errors] a[href^='#']");
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  const control = field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea");
  (control || field).focus();
  field.scrollIntoView({ block: "center" });
}

/* One press, one deed: a form that is on its way does not leave twice. After a while it may: the answer can be a file. */
function sendOnce(event) {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
  setTimeout(allowAgain, 8000);
}

function allowAgain() {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }
}

/* Menus close on Escape and when attention goes elsewhere. */
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(except)) menu.open = false;
  }
}

function escapeMenu(event) {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
}

/* Lists: how many rows are ticked. The words stay the server's; only the number changes. */
function countTicks(event) {
  const box = event.target;
  if (!box.matches(".tick input[type=checkbox]")) return;
  box.closest("tr")?.classList.toggle("picked", box.checked);
  const place = box.form || document;
  const bar = place.querySelector("[data-ticked]") || document.querySelector("[data-ticked]");
  const ticked = document.querySelectorAll(`.tick input[name="${CSS.escape(box.name)}"]:checked`).length;
  const all = ticked + Number(bar?.dataset.elsewhere || 0);
  if (bar) bar.textContent = bar.textContent.replace(/\p{Nd}[\p{Nd}.,\s]*\p{Nd}|\p{Nd}/u, all.toLocaleString(document.documentElement.lang));
}

/* Sheets: a mark that is not the usual one is an exception. */
function markException(event) {
  const row = event.target.closest(".sheet > li[data-usual]");
  if (!row || !event.target.matches("input[type=radio]")) return;
  row.classList.toggle("exception", event.target.value !== row.dataset.usual);
}

/* On a phone the parts of a thing run off to the side: the one that is open is in sight. */
function showCurrentPart() {
  for (const part of document.querySelectorAll(".tabs [aria-current]")) {
    const row = part.closest(".tabs"), seen = row.getBoundingClientRect(), place = part.getBoundingClientRect();
    row.scrollLeft += place.left - seen.left - (seen.width - place.width) / 2;
  }
}

document.addEventListener("click", (event) => { closeMenus(event.target); followErrorLink(event); });
document.addEventListener("focusin", (event) => closeMenus(event.target));
document.addEventListener("keydown", escapeMenu);
document.addEventListener("submit", sendOnce);
document.addEventListener("change", (event) => { countTicks(event); markException(event); });
document.addEventListener("htmx:afterSwap", (event) => showErrors(event.target));
document.addEventListener("htmx:afterRequest", allowAgain);
window.addEventListener("pageshow", allowAgain);
showErrors(document);
showCurrentPart();
