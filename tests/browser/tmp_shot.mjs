import { launch, person } from './lib/browser.mjs';
import { startServer } from './lib/server.mjs';
import { signIn, enter } from './lib/acts.mjs';
const server = await startServer(); const b = await launch();
const page = await person(b, server.url);
await signIn(page, server.accounts.p04);
const LIVE='go-vuong-thu-tuc-doanh-nghiep-ho-kinh-doanh';
const first = await enter(page, 'Đèn đường ngõ 24 phố Lò Rèn hỏng cả tháng nay, bao giờ sửa?');
await enter(page, 'den duong ngo 24 pho Lo Ren hong ca thang nay, bao gio sua');
await enter(page, 'Cho em hỏi đèn đường ngõ 24 phố Lò Rèn hỏng cả tháng nay rồi, khi nào sửa ạ? Em là Nguyễn Thị Mẫu, sđt 0950.000.121');
await enter(page, 'Tôi tố cáo ông Tư, cán bộ địa chính, nhận tiền của dân để làm sổ đỏ.');
for (const [w,scheme] of [[1280,'light'],[360,'dark']]) {
  await page.setViewportSize({width:w,height:900}); await page.emulateMedia({colorScheme:scheme});
  for (const lane of ['pending','duplicates','suspect']) {
    await page.goto(`/ban-dieu-hanh/${LIVE}?lane=${lane}`);
    if (lane==='pending' && w===1280) { await page.locator('form[data-do="lease"] button').click(); await page.waitForURL(/xong=hold/); }
    await page.screenshot({path:`/tmp/s-desk-${lane}-${w}.png`, fullPage: lane!=='pending'});
  }
}
await b.close(); await server.stop();
