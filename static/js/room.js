// What is folded to save a narrow page's room stands open where there is room.

for (const fold of document.querySelectorAll('[data-roomy]')) fold.open ||= matchMedia('(min-width: 960px)').matches;
