/* Measured in the page by the tests. */

/** By how many pixels anything that is shown reaches out of the window. */
function overflow() {
  const parts = document.querySelectorAll("header, main, #feed *, dialog *, .composer *");
  const shown = [...parts].filter(
    (node) => node.checkVisibility() && !node.closest(".visually-hidden, .clock-toggle-more"),
  );
  const right = shown.map((node) => node.getBoundingClientRect().right);
  return Math.max(document.documentElement.scrollWidth, ...right) - innerWidth;
}

/** WCAG's contrast of the text that each selector finds first, with what is behind it. */
function contrasts(selectors) {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const channels = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const linear = (share) => (share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4);
  const light = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((part) => linear(part / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };
  const ratio = (selector) => {
    const node = document.querySelector(selector);
    const both = [light(channels(getComputedStyle(node).color)), light(behind(node))];
    return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
  };
  return Object.fromEntries(selectors.map((selector) => [selector, ratio(selector)]));
}
