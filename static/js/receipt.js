// What somebody takes home from a page: its print, its address, and the tracking code as a picture. The buttons are there
// only with this script.

const PICTURE = { width: 720, height: 360, margin: 40 };

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = !navigator.clipboard;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href);
    document.querySelector('[data-copy-told]').textContent = button.dataset.copied;
  });
}

for (const button of document.querySelectorAll('[data-save]')) {
  button.hidden = false;
  button.addEventListener('click', () => {
    const link = document.createElement('a');
    link.download = button.dataset.save;
    link.href = drawReceipt(button.closest('[data-receipt]')).toDataURL('image/png');
    link.click();
  });
}

/** The receipt's heading, code and address, dark on paper however the page looks. */
function drawReceipt(receipt) {
  const { width, height, margin } = PICTURE;
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const pen = canvas.getContext('2d');
  const family = getComputedStyle(document.body).fontFamily;
  const write = (text, size, weight, y) => {
    pen.font = `${weight} ${size}px ${family}`;
    pen.fillText(text, margin, y, width - 2 * margin);
  };
  pen.fillStyle = '#fbf8f3';
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = '#1c2126';
  write(receipt.querySelector('h1').textContent, 34, 650, 80);
  write(receipt.querySelector('[data-code]').textContent, 56, 650, 185);
  write(`${location.host}/tra-cuu`, 28, 400, 250);
  write(receipt.dataset.at, 24, 400, 295);
  write(receipt.dataset.site, 24, 400, 330);
  return canvas;
}
