// What the public scripts say, in the language of the page. Each sentence is a function of what it tells.

const WORDS = {
  vi: {
    news: ({ count }) => `Có ${count} mục mới, bấm để xem`,
    newsTold: ({ count }) => `Có ${count} mục mới`,
    offline: () => 'Mất kết nối. Có mạng lại, trang sẽ tự cập nhật, không sót mục nào.',
    charactersLeft: ({ count }) => `Còn ${shownNumber(count)} ký tự`,
    charactersOver: ({ count }) => `Quá ${shownNumber(count)} ký tự`,
    sending: () => 'Đang gửi…',
    unsent: () => 'Chưa gửi được vì mất kết nối. Nội dung được giữ trên máy này; có mạng lại, trang sẽ tự gửi.',
    edited: () => 'Nội dung vừa được sửa và chưa gửi. Xin bấm gửi khi xong.',
    leftover: () => 'Câu này chưa gửi được. Xin xem lại rồi gửi; nếu lần trước đã tới nơi, câu hỏi không bị gửi hai lần.',
    sendNow: () => 'Gửi câu này',
    stepUnsent: () => 'Mất kết nối. Nội dung được giữ trên máy này; có mạng lại, xin bấm tiếp tục lần nữa.',
    tooLong: ({ count }) => `Nội dung quá dài: quá ${shownNumber(count)} ký tự. Xin rút gọn rồi gửi.`,
    voted: () => 'Đã ghi nhận quan tâm.',
    unvoted: () => 'Đã bỏ quan tâm.',
    voteUnsent: () => 'Mất kết nối, chưa ghi nhận. Xin bấm lại sau.',
    answer: ({ unit, title, text }) => `${unit} trả lời câu “${title}”: ${text}`,
  },
  en: {
    news: ({ count }) => (count === 1 ? '1 new item, show it' : `${count} new items, show them`),
    newsTold: ({ count }) => (count === 1 ? '1 new item' : `${count} new items`),
    offline: () => 'Connection lost. When you are back online, this page catches up by itself and misses nothing.',
    charactersLeft: ({ count }) => `${shownNumber(count)} ${count === 1 ? 'character' : 'characters'} left`,
    charactersOver: ({ count }) => `${shownNumber(count)} ${count === 1 ? 'character' : 'characters'} too many`,
    sending: () => 'Sending…',
    unsent: () => 'Not sent yet: the connection was lost. Your text is kept on this device and will be sent when you are back online.',
    edited: () => 'You changed the text, so it has not been sent. Please press send when you are done.',
    leftover: () => 'This question could not be sent. Please check it and send it; if it did arrive last time, it will not be filed twice.',
    sendNow: () => 'Send this question',
    stepUnsent: () => 'The connection was lost. Your text is kept on this device; please press continue again when you are back online.',
    tooLong: ({ count }) => `The text is too long by ${shownNumber(count)} characters. Please shorten it and send it again.`,
    voted: () => 'Your vote has been counted.',
    unvoted: () => 'Your vote has been taken back.',
    voteUnsent: () => 'The connection was lost, so your vote was not counted. Please press again later.',
    answer: ({ unit, title, text }) => `${unit} answers “${title}”: ${text}`,
  },
};

const pageLanguage = () => (document.documentElement.lang === 'en' ? 'en' : 'vi');

function shownNumber(number) {
  return number.toLocaleString(pageLanguage() === 'en' ? 'en' : 'vi-VN');
}

/** A sentence to the reader. */
function say(key, values = {}) {
  return WORDS[pageLanguage()][key](values);
}
