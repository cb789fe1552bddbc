/* A sheet of attendance on a device that keeps: what is marked is kept first, then sent. */
import * as device from "./device.js";
import "./kept.js";

const value = (mark, minutes) => mark === "late" && minutes ? `late:${minutes}` : mark || null;

function rows(form) {
  return [...form.querySelectorAll(".sheet > li")].map((row) => {
    const mark = row.querySelector("input[type=radio]:checked"), minutes = row.querySelector("input[name^=minutes-]");
    const key = row.querySelector("input[type=radio]").name.slice(5);
    return { row, key, seen: row.querySelector("[data-seen]")?.dataset.seen || null, value: value(mark?.value, minutes.value.trim()), name: row.querySelector(".name bdi").textContent };
  });
}

export function marked(row, said) {
  const [mark, minutes] = said.split(":");
  const radio = row.querySelector(`input[type=radio][value="${CSS.escape(mark)}"]`);
  if (radio) radio.checked = true;
  row.querySelector("input[name^=minutes-]").value = minutes || "";
  row.classList.toggle("exception", mark !== row.dataset.usual);
}

/* What waits on this device stands on its sheet. */
export async function overlay(form) {
  if (await device.state() !== "open") return;
  for (const it of await device.pending()) {
    if (it.kind !== "attendance" || String(it.payload.session) !== form.dataset.sheet || it.state === "refused") continue;
    for (const { row, key } of rows(form)) if (it.payload.values[key]) marked(row, it.payload.values[key]);
  }
}

async function kept(form, title) {
  const reason = form.querySelector("[name=reason]")?.value.trim() || "";
  const waiting = (await device.pending()).filter((it) => it.kind === "attendance" && String(it.payload.session) === form.dataset.sheet && it.state === "waiting");
  const stands = (it) => waiting.reduce((stood, deed) => deed.payload.values[it.key] ?? stood, it.seen);
  const sent = (it) => waiting.some((deed) => deed.tries && deed.payload.values[it.key]);
  const changed = rows(form).filter((it) => it.value && it.value !== stands(it));
  const corrects = changed.some((it) => (it.seen && it.seen !== "unknown") || sent(it));
  if (corrects && !reason) return false;
  if (changed.length) {
    const values = Object.fromEntries(changed.map((it) => [it.key, it.value]));
    const seen = Object.fromEntries(changed.map((it) => [it.key, stands(it)]));
    const names = Object.fromEntries(changed.map((it) => [it.key, it.name]));
    const subject = `session ${form.dataset.sheet}`;
    await device.keep("attendance", { subject, session: Number(form.dataset.sheet), values, seen, reason }, { title, names });
  }
  return true;
}

/* take(form, title) lets a sheet keep its marks first; without a store it is sent as every form. */
export function take(form, title) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.plain) return;
    event.preventDefault();
    save(form, title, event.submitter);
  });
}

async function save(form, title, button) {
  if (await device.state() !== "open") {
    form.dataset.plain = "yes";
    return form.requestSubmit(button);
  }
  if (!await kept(form, title)) {
    const field = form.querySelector("[name=reason]"), place = form.querySelector("[data-reason]"), why = form.querySelector("[data-reason-missing]");
    if (place) place.hidden = false;
    if (why) why.hidden = false;
    return field?.focus();
  }
  await device.send();
  const { waiting } = await device.counts();
  const open = (await device.pending()).some((it) => it.state !== "waiting");
  if (!waiting && !open && form.dataset.then) location.assign(form.dataset.then);
  else document.getElementById("device").scrollIntoView({ block: "nearest" });
}

const form = document.querySelector("form[data-sheet][data-then]");
if (form) {
  take(form, document.querySelector("h1").textContent);
  overlay(form);
}
