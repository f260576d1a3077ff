// SPDX-License-Identifier: GPL-3.0-or-later
// Answers of WIRE.md §4: RFC 9457 problems, each with its code.

const TITLES = {
  wrong_method: [405, 'This address takes another method.'],
  wrong_type: [415, 'This address takes application/customer-request+json.'],
  too_large: [413, 'The request is over 92,160 bytes.'],
  malformed: [400, 'The body is not {kid, enc, ct}.'],
  unknown_key: [400, 'The key is not, or no longer, in the descriptor.'],
  conflict: [409, 'This was received before in another form.'],
  not_opened: [400, 'The request does not open.'],
  bad_padding: [400, 'The padding is wrong.'],
  bad_signature: [400, 'The signature or its header is wrong.'],
  bad_payload: [400, 'The payload is not as specified.'],
  wrong_audience: [400, 'The request is for another brand.'],
  expired: [400, 'The request is out of its time.'],
  kind_not_accepted: [422, 'This brand does not take such requests.'],
  terms_not_accepted: [422, 'This brand does not agree to these terms.'],
  no_mailbox: [404, 'There is no such mailbox.'],
  closed: [410, 'This mailbox is closed.'],
  no_authorization: [401, 'A withdrawal is signed.'],
  not_yours: [403, 'This withdrawal is for another request.'],
};

export class Problem extends Error {
  constructor(code, status = TITLES[code][0]) {
    super(code);
    this.code = code;
    this.status = status;
  }
}

export const answer = (status, headers = {}, body = '') => ({
  status,
  headers: { 'cache-control': 'no-store', ...headers },
  body,
});

export const problemAnswer = ({ code, status }) =>
  answer(
    status,
    { 'content-type': 'application/problem+json' },
    JSON.stringify({ type: 'about:blank', title: TITLES[code][1], status, code }),
  );
