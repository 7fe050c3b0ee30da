// Lists of a form whose order counts. Without a script their buttons send the form; with one they move the entry in
// place, and an entry can be dragged.

class Order {
  #held = null;

  constructor(field) {
    this.list = field.querySelector('ol');
    this.pick = field.querySelector('select');
    this.blank = field.querySelector('template').content.querySelector('li');
    this.told = field.querySelector('[data-moved]');
    field.addEventListener('click', (event) => this.#press(event));
    this.list.addEventListener('dragstart', (event) => this.#hold(event));
    this.list.addEventListener('dragover', (event) => this.#over(event));
    this.list.addEventListener('drop', (event) => event.preventDefault());
    this.list.addEventListener('dragend', () => this.#drop());
    this.#settle();
  }

  #press(event) {
    const button = event.target.closest('button[name="arrange"]');
    if (!button) return;
    event.preventDefault();
    const [, way] = button.value.split(':');
    if (way === 'add') this.#add();
    else this.#move(button.closest('li'), way, button);
  }

  #add() {
    const option = this.pick.selectedOptions[0];
    if (!option?.value) return;
    const row = document.importNode(this.blank, true);
    row.querySelector('.ordered__name').textContent = option.label;
    row.querySelector('input').value = option.value;
    for (const button of row.querySelectorAll('button')) {
      button.value += option.value;
      button.querySelector('.unseen').textContent = ` ${option.label}`;
    }
    this.list.append(row);
    option.remove();
    this.pick.value = '';
    this.#settle();
    this.#tell(row);
  }

  #move(row, way, button) {
    if (way === 'drop') {
      this.pick.append(new Option(row.querySelector('.ordered__name').textContent, row.querySelector('input').value));
      row.remove();
      this.#settle();
      this.pick.focus();
      return;
    }
    if (way === 'up') row.previousElementSibling?.before(row);
    else row.nextElementSibling?.after(row);
    this.#settle();
    // Moving took the focus away; at an end of the list the other button is the one to press next.
    const next = button.disabled ? row.querySelector('button:not(:disabled)') : button;
    next.focus();
    this.#tell(row);
  }

  #hold({ target }) {
    this.#held = target.closest?.('li');
    this.#held?.classList.add('ordered__row--held');
  }

  #over(event) {
    if (!this.#held) return;
    event.preventDefault();
    const row = event.target.closest('li');
    if (!row || row === this.#held) return;
    const { top, height } = row.getBoundingClientRect();
    if (event.clientY < top + height / 2) row.before(this.#held);
    else row.after(this.#held);
  }

  #drop() {
    this.#held?.classList.remove('ordered__row--held');
    if (this.#held) this.#tell(this.#held);
    this.#held = null;
    this.#settle();
  }

  /** The first goes no further up, the last no further down. */
  #settle() {
    for (const row of this.list.children) {
      const [up, down] = row.querySelectorAll('button');
      up.disabled = !row.previousElementSibling;
      down.disabled = !row.nextElementSibling;
    }
  }

  #tell(row) {
    const place = [...this.list.children].indexOf(row) + 1;
    this.told.textContent = `${row.querySelector('.ordered__name').textContent}: vị trí ${place} trên ${this.list.children.length}`;
  }
}

for (const field of document.querySelectorAll('[data-ordered]')) new Order(field);
