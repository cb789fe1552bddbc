/* A session is dragged to another day or time: its own form under Move is filled in and sent. */
"use strict";

(() => {
  const week = document.querySelector("[data-week]");
  if (!week) return;
  const QUARTER = 15;
  let lifted = null;
  let grip = 0;

  const two = (number) => String(number).padStart(2, "0");

  /* Quarters of an hour from the top of the column: its rows, not its height, may be unequal. */
  function quarterAt(column, y) {
    const rows = getComputedStyle(column).gridTemplateRows.split(" ").map(parseFloat);
    let left = y - column.getBoundingClientRect().top;
    let quarter = 0;
    while (quarter < rows.length && left >= rows[quarter]) left -= rows[quarter++];
    return quarter + (quarter === rows.length ? Math.max(Math.floor(left / 17.6), 0) : 0);
  }

  week.addEventListener("dragstart", (event) => {
    lifted = event.target.closest("[data-card]");
    if (!lifted) return;
    grip = event.clientY - lifted.getBoundingClientRect().top;
    lifted.classList.add("lifted");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", "");
  });

  week.addEventListener("dragover", (event) => {
    const column = event.target.closest("[data-day]");
    if (!lifted || !column) return;
    event.preventDefault();
    for (const other of week.querySelectorAll(".over")) other.classList.remove("over");
    column.classList.add("over");
  });

  week.addEventListener("dragend", () => {
    if (lifted) lifted.classList.remove("lifted");
    for (const other of week.querySelectorAll(".over")) other.classList.remove("over");
    lifted = null;
  });

  week.addEventListener("drop", (event) => {
    const column = event.target.closest("[data-day]");
    if (!lifted || !column) return;
    event.preventDefault();
    const minutes = Number(week.dataset.first) * 60 + quarterAt(column, event.clientY - grip + 4) * QUARTER;
    const form = lifted.querySelector("form");
    form.elements.day.value = column.dataset.day;
    form.elements.starts.value = `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
    lifted.querySelector("details").open = true;
    form.requestSubmit();
  });
})();
