// The print button of a sheet, and nothing else: a sheet is for paper.
document.querySelector("[data-print]")?.addEventListener("click", () => print());
