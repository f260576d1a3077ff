// SPDX-License-Identifier: GPL-3.0-or-later
// A link without the parameters that only follow the person from page to page: click numbers of advertisers and networks,
// the names of campaigns and mailings. What else the address holds stays byte for byte, in its order.

/** Whole names, in lower case. Each is written by the named service, and no site needs it to find its page. */
const kNames = new Set([
  // Click numbers: Google (Ads, DV360, iOS, Merchant Center), Microsoft, Meta, X, TikTok, LinkedIn, Pinterest, Reddit, Snap.
  ...['gclid', 'gclsrc', 'dclid', 'gbraid', 'wbraid', 'gad_source', 'gad_campaignid', 'srsltid'],
  ...['msclkid', 'fbclid', 'igsh', 'igshid', 'twclid', 'ttclid', 'li_fat_id', 'epik'],
  ...['rdt_cid', 'sccid', 'yclid', 'ysclid', 'ymclid', '_openstat', 'wickedid', 'ef_id'],
  // Affiliate networks: Impact, Awin, CJ, TradeTracker, Branch.
  ...['irclickid', 'irgwc', 'awc', 'cjevent', 'ttaid', '_branch_match_id', '_branch_referrer'],
  // Mailings: Mailchimp, HubSpot, Marketo, Klaviyo, Vero, Omeda, Oracle Eloqua, Drip, dotdigital.
  ...['mc_cid', 'mc_eid', '_hsenc', '_hsmi', '__hssc', '__hstc', '__hsfp', 'hsctatracking'],
  ...['mkt_tok', '_kx', 'vero_id', 'vero_conv', 'oly_anon_id', 'oly_enc_id', 'elqtrack'],
  ...['elqtrackid', '__s', 'dm_i'],
  // Measurement: Google Analytics' linker, Adobe, AT Internet, comScore, Coremetrics, Yahoo.
  ...['_ga', '_gl', 's_cid', 'xtor', 'at_medium', 'at_campaign', 'ns_mchannel', 'ns_source'],
  ...['ns_campaign', 'ns_linkname', 'cm_mmc', 'guccounter', 'guce_referrer', 'guce_referrer_sig'],
]);

/** Families: campaign names (Urchin), Matomo and its former name, HubSpot's advertisements, Branch. */
const kPrefixes = ['utm_', 'mtm_', 'pk_', 'piwik_', 'hsa_'];

/**
 * @param {string} name as it stands in the address
 * @returns {boolean}
 */
function follows(name) {
  const lower = name.toLowerCase();
  return kNames.has(lower) || kPrefixes.some((prefix) => lower.startsWith(prefix));
}

/**
 * @param {string} url
 * @returns {string} the same where it is not a web address
 */
export function cleanLink(url) {
  if (!/^https?:\/\//i.test(url)) return url;
  const hash = url.indexOf('#');
  const before = hash < 0 ? url : url.slice(0, hash);
  const fragment = hash < 0 ? '' : url.slice(hash);
  const mark = before.indexOf('?');
  if (mark < 0) return url;
  const kept = before
    .slice(mark + 1)
    .split('&')
    .filter((pair) => !follows(pair.split('=', 1)[0] ?? ''));
  const query = kept.join('&');
  return before.slice(0, mark) + (query === '' ? '' : `?${query}`) + fragment;
}
