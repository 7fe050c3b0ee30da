// axe-core finds nothing on the pages of the main job, light and dark, narrow and wide.

import { test } from 'node:test';
import { ENDED, HOST, LIVE, MODERATOR, RESPONDENT } from './lib/acts.mjs';
import { assertAccessible } from './lib/axe.mjs';
import { setStage } from './lib/stage.mjs';

const PUBLIC = {
  home: '/', session: `/phien/${LIVE}`, question: '/cau-hoi/2-1', stub: '/cau-hoi/2-15', archive: '/kho',
  found: '/kho?q=ho+so', nothing: '/kho?q=zzzz', track: '/tra-cuu', projector: `/man-chieu/${LIVE}`, 'projector-ended': `/man-chieu/${ENDED}`, sheet: `/man-chieu/${LIVE}/to-in`, 'sign-in': '/dang-nhap', lost: '/khong-co-trang-nay',
};
const DESKS = [
  [MODERATOR, { queue: `/ban-dieu-hanh/${LIVE}`, behalf: '/ban-dieu-hanh/tiep-nhan/nhap-ho', account: '/tai-khoan' }],
  [HOST, { stage: `/dieu-phoi/${LIVE}` }],
  [RESPONDENT, { desk: '/ban-tra-loi' }],
  ['p09', { answer: '/ban-tra-loi/2-1' }],
  ['p16', { administration: '/quan-tri', sessions: '/quan-tri/phien', editor: `/quan-tri/phien/${LIVE}`, days: '/quan-tri/ngay-nghi', reasons: '/quan-tri/ly-do', templates: '/quan-tri/mau-cau', synonyms: '/quan-tri/tu-dong-nghia' }],
];

const { visitor, staff } = setStage();

async function assertPages(page, pages) {
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(path);
    await assertAccessible(page, name);
  }
}

test('public pages', async () => assertPages(await visitor(), PUBLIC));

for (const [username, pages] of DESKS) {
  test(`pages of ${username}`, async () => {
    await assertPages(await staff(username), pages);
  });
}

test('a draft with ordered units, and its preview', async () => {
  const admin = await staff('p16');
  const data = { title: 'Đối thoại về nước sạch', start: '2031-01-30T08:30:00+07:00', respondent_units: ['u-stc', 'u-sxd'] };
  const { session: { slug } } = await (await admin.request.post('/api/v1/admin/sessions', { data })).json();
  await assertPages(admin, { draft: `/quan-tri/phien/${slug}`, preview: `/xem-truoc/${slug}` });
});
