/* 1 and 2 answer, as long as nobody types. */
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  document.querySelector(`[data-answer="${CSS.escape(event.key)}"]`)?.click();
});
