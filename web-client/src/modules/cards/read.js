// SPDX-License-Identifier: AGPL-3.0-or-later
// Reads a pasted business card, chat text or e-mail signature into fields of a contact, by rules, in the browser.
// What no label and no unmistakable form told is guessed: it is named in `guessed`, so that people look at it.

/** @type {[string, RegExp][]} */
const LABELS = [
  ['name', /^(?:姓名|联系人|聯系人|name|contact)$/i],
  ['company', /^(?:公司|单位|單位|公司名称|单位名称|company|organi[sz]ation)$/i],
  ['job_title', /^(?:职务|职位|職務|職位|title|position)$/i],
  ['division', /^(?:部门|部門|department|dept\.?|division)$/i],
  ['mobile', /^(?:手机|手機|移动电话|手机号|mobile|cell|mob\.?|m)$/i],
  ['phone', /^(?:电话|電話|座机|办公电话|tel\.?|telephone|phone|t|office)$/i],
  ['fax', /^(?:传真|傳真|fax|f)$/i],
  ['email', /^(?:邮箱|郵箱|电子邮件|电邮|e-?mail|mail|e)$/i],
  ['wechat', /^(?:微信|微信号|wechat)$/i],
  ['qq', /^qq$/i],
  ['address', /^(?:地址|公司地址|add\.?|address|a)$/i],
  ['postcode', /^(?:邮编|郵編|zip|postcode|p\.?c\.?)$/i],
  ['web', /^(?:网址|網址|web|website|url|w)$/i],
];
const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/;
const MOBILE = /(?:(?:\+|00)?86[\s-]?)?\b1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}\b/;
const PHONE = /\+?\(?\d{1,4}\)?(?:[\s-]?\d{2,4}){2,4}(?:\s*(?:转|轉|-|ext\.?|x)\s*\d{1,5})?/i;
const COMPANY = /(?:公司|集团|工厂|大学|学院|研究[院所]|医院|事务所|中心|商行|银行|厂)$|\b(?:Ltd|Limited|Inc|LLC|GmbH|Corp(?:oration)?|Company|Group|University|Institute|Laborator(?:y|ies))\b\.?/i;
const TITLE = /(?:总经理|经理|负责人|总监|主任|工程师|主管|董事长?|总裁|院长|教授|部长|科长|厂长|专员|采购员?|助理|代表|顾问|秘书|销售)$|\b(?:Manager|Director|Engineer|President|CEO|CTO|CFO|Sales|Buyer|Professor|Head|Officer|Assistant|Consultant)\b/i;
const DIVISION = /^[\p{Script=Han}]{1,12}(?:部|科|室|中心|处)$|\b(?:Department|Dept|Division)\b/iu;
const ADDRESS = /(?:省|市|区|县|镇|路|街|道|巷|村).*(?:\d|号|楼|室|园)|^\d+.*\b(?:Road|Rd|Street|St|Avenue|Ave|Lane|Building)\b/i;
const SURNAMES = '赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳史唐费廉岑薛雷贺倪汤滕殷罗毕郝安常乐于时傅皮卞齐康伍余元顾孟平黄和穆萧尹姚邵汪祁毛米贝明臧计成戴谈宋庞熊纪舒屈项祝董梁杜阮蓝闵季贾路江童颜郭梅盛林钟徐邱骆高夏蔡田胡凌霍虞万柯管卢莫房解应丁宣邓单杭洪包左石崔龚程邢裴陆荣翁荀曲封靳段巫焦谷车侯全班秋仲伊宫宁仇甘厉祖武符刘景詹束龙叶司黎白蒲卓池乔阴苍双闻谭姬申冉桑尚农温庄晏柴瞿连向古易廖步耿满文寇广查区朴盖曾游关';
const HAN_NAME = new RegExp(`^(?:欧阳|司马|上官|诸葛|[${SURNAMES}])[\\p{Script=Han}]{1,2}$`, 'u');
const LATIN_NAME = /^[A-Z][a-z'-]+(?: [A-Z]\.?)?(?: [A-Z][A-Za-z'-]+){1,2}$/;

const narrow = (text) => text.normalize('NFKC').replace(/\u00a0/g, ' ');
const tidy = (text) => text.replace(/\s+/g, ' ').trim();
const digits = (text) => text.replace(/[^\d]/g, '').replace(/^(?:00)?86(?=1[3-9]\d{9}$)/, '');

/** Lines, and within a line what bars or wide gaps part. */
function pieces(text) {
  return narrow(text).split(/\r?\n|\s*[|｜;]\s*|\t|\s{3,}/).map(tidy).filter((line) => line && !/^[-=_*—]+$/.test(line));
}

/** "Tel: 1 Fax: 2" in one line is two pieces. */
const ahead = /\s+(?=(?:手机|电话|传真|邮箱|邮编|微信|QQ|地址|网址|Mobile|Tel|Fax|E-?mail|Web)\s*[.:]+)/i;

function labelled(piece) {
  const at = /^([^:]{1,12}?)\s*:\s*(.+)$/.exec(piece);
  const label = at && LABELS.find(([, form]) => form.test(at[1].replace(/\s/g, '')));
  return label ? { field: label[0], value: tidy(at[2]) } : null;
}

const put = (card, field, value, sure) => {
  if (!value || card.fields[field]) return false;
  card.fields[field] = value;
  if (!sure) card.guessed.push(field);
  return true;
};

/** What its form alone tells: addresses of mail, numbers. Gives the rest of the piece. */
function unmistakable(card, piece) {
  const mail = EMAIL.exec(piece);
  if (mail) { put(card, 'email', mail[0].toLowerCase(), true); return tidy(piece.replace(mail[0], '')); }
  const mobile = MOBILE.exec(piece);
  if (mobile) { put(card, 'mobile', digits(mobile[0]), true); return tidy(piece.replace(mobile[0], '')); }
  return piece;
}

function take(card, { field, value }) {
  if (field === 'mobile') return put(card, 'mobile', MOBILE.test(value) ? digits(MOBILE.exec(value)[0]) : value, true);
  if (field === 'phone' && MOBILE.test(value) && digits(value).length === 11) return put(card, 'mobile', digits(value), true);
  if (field === 'email') return put(card, 'email', EMAIL.exec(value)?.[0].toLowerCase(), true);
  return put(card, field, value, true);
}

const isName = (part) => !TITLE.test(part) && (HAN_NAME.test(part) || LATIN_NAME.test(part));

/** "张伟 销售经理", "Li Wei, Sales Manager", "某某有限公司 研发中心": a name or a company with something behind it. */
function several(card, piece) {
  const parts = piece.split(/\s*[,/·]\s*|\s+(?=\p{Script=Han})/u);
  if (parts.length < 2 || !(isName(parts[0]) || /公司$/.test(parts[0]))) return false;
  for (const part of parts) guess(card, part);
  return true;
}

function guess(card, piece) {
  if (/^(?:https?:|www\.)/i.test(piece)) return put(card, 'web', piece, true);
  if (ADDRESS.test(piece)) return put(card, 'address', piece, false);
  if (several(card, piece)) return true;
  if (HAN_NAME.test(piece) && !TITLE.test(piece) && put(card, 'name', piece, false)) return true;
  if (COMPANY.test(piece) && !TITLE.test(piece) && put(card, 'company', piece, false)) return true;
  if (DIVISION.test(piece)) return put(card, 'division', piece, false);
  if (TITLE.test(piece)) return put(card, 'job_title', piece, false);
  if (PHONE.test(piece) && digits(piece).length >= 7) return put(card, 'phone', PHONE.exec(piece)[0].trim(), false);
  return LATIN_NAME.test(piece) && put(card, 'name', piece, false);
}

/** @param {string} text @returns {{fields: Record<string, string>, guessed: string[]}} */
export function readCard(text) {
  const card = { fields: {}, guessed: [] };
  for (const piece of pieces(text.slice(0, 5000)).flatMap((line) => line.split(ahead))) {
    const known = labelled(piece);
    const rest = known ? '' : unmistakable(card, piece);
    if (known) take(card, known);
    else if (rest) guess(card, rest);
  }
  return card;
}
