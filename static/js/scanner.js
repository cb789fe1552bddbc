/* Checks what the QR picture on a certificate says, with the public keys on this page and nothing else.
   What the picture says, and how it is signed: tpp/certificates/press/paper.py. */
"use strict";

const PICTURE = /\/verify\/([0-9a-z]{26})(?:#1([A-Z2-7]{110,900}))?$/;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const SIGNATURE = 64;
const CONTEXT = "Printed certificate 1";
const LARGEST = 2000; // pixels of a photograph's longer side that are looked through
const scanner = document.getElementById("scanner");
const keys = JSON.parse(scanner.dataset.keys);
const part = (id) => document.getElementById(id);
let film = null; // the camera, while it runs

/* What the picture says */

function bytesOf(text) {
  const bytes = new Uint8Array(Math.floor(text.length * 5 / 8));
  let held = 0, bits = 0, at = 0;
  for (const letter of text) {
    held = (held << 5 | LETTERS.indexOf(letter)) & 4095;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = held >> bits & 255;
  }
  return bytes;
}

async function signer(code, lines, signature) {
  const begin = new TextEncoder().encode(`${CONTEXT}\n${code}\n`);
  const signed = new Uint8Array([...begin, ...lines]);
  for (const key of keys) {
    const open = await crypto.subtle.importKey("jwk", key.jwk, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
    if (await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, open, signature, signed)) return key.id;
  }
  return null;
}

async function check(text) {
  const found = PICTURE.exec(text.trim());
  if (!found) return show("other");
  const address = /^https?:/.test(text.trim()) ? text.trim().split("#")[0] : "";
  if (!found[2]) return show("plain", { address });
  if (!window.crypto || !crypto.subtle) return show("old");
  const bytes = bytesOf(found[2]), lines = bytes.slice(0, -SIGNATURE);
  const key = await signer(found[1], lines, bytes.slice(-SIGNATURE));
  if (!key) return show("wrong", { address });
  show("right", { ...facts(lines), key, address });
}

function facts(bytes) {
  const [number, kind, issued, expires, course, qualification, dates, name] = new TextDecoder().decode(bytes).split("\n");
  const late = expires && expires < new Date().toISOString().slice(0, 10).replaceAll("-", "");
  return { number, kind: kindOf(kind), issued: day(issued), expires: day(expires) || kindOf("endless"), course, qualification, dates, name, late };
}

function kindOf(kind) {
  const words = part("kinds").content;
  return (words.querySelector(`[data-kind="${CSS.escape(kind)}"]`) || words.querySelector('[data-kind=""]')).textContent;
}

function day(digits) {
  if (!/^\d{8}$/.test(digits)) return "";
  const when = Date.UTC(digits.slice(0, 4), digits.slice(4, 6) - 1, digits.slice(6));
  const language = document.documentElement.lang.replace(/^en$/, "en-GB"); // the day before the month
  return new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(when);
}

/* What is shown: words of the page, with facts as text in their places */

function show(id, said = {}) {
  const answer = part(id).content.cloneNode(true);
  for (const place of answer.querySelectorAll("[data-is]")) {
    const value = said[place.dataset.is];
    if (place.dataset.is === "address") value ? place.href = value : place.remove();
    else if (place.dataset.is === "late") place.hidden = !value;
    else if (value) place.textContent = value;
    else forget(place);
  }
  part("answer").replaceChildren(answer);
  part("answer").scrollIntoView({ block: "nearest" });
}

function forget(place) {
  const value = place.closest("dd");
  value.previousElementSibling.remove();
  value.remove();
}

/* Where pictures come from */

async function read(source, width, height) {
  if ("BarcodeDetector" in window) {
    const found = await new BarcodeDetector({ formats: ["qr_code"] }).detect(source).catch(() => []);
    if (found.length) return found[0].rawValue;
  }
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const sheet = canvas.getContext("2d", { willReadFrequently: true });
  sheet.drawImage(source, 0, 0, width, height);
  const found = jsQR(sheet.getImageData(0, 0, width, height).data, width, height, { inversionAttempts: "dontInvert" });
  return found && found.data;
}

async function readPhoto(file) {
  const photo = await createImageBitmap(file).catch(() => null);
  if (!photo) return show("nothing");
  for (const most of [LARGEST, LARGEST / 2]) {
    const scale = Math.min(1, most / Math.max(photo.width, photo.height));
    const text = await read(photo, Math.round(photo.width * scale), Math.round(photo.height * scale));
    if (text) return check(text);
  }
  show("nothing");
}

async function watch() {
  if (film) return stop();
  try {
    film = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1920 } } });
  } catch {
    return show("dark");
  }
  part("view").srcObject = film;
  part("view").hidden = false;
  await part("view").play();
  look();
}

async function look() {
  if (!film) return;
  const view = part("view");
  const text = view.videoWidth ? await read(view, view.videoWidth, view.videoHeight) : null;
  if (!text) return setTimeout(look, 150);
  stop();
  check(text);
}

function stop() {
  if (film) for (const track of film.getTracks()) track.stop();
  film = null;
  part("view").hidden = true;
}

part("camera").addEventListener("click", watch);
part("check").addEventListener("click", () => check(part("typed").value));
part("photo").addEventListener("change", (event) => event.target.files[0] && readPhoto(event.target.files[0]));
if (scanner.dataset.keeper && "serviceWorker" in navigator) {
  navigator.serviceWorker.register(scanner.dataset.keeper, { scope: location.pathname });
}
