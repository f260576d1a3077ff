// SPDX-License-Identifier: GPL-3.0-or-later
// The shop's pictures, drawn here so that nothing is fetched from anywhere. One flat drawing per ware, 400 by 300.

/** @param {string} inner @param {string} sky */
const scene = (inner, sky) =>
  `<svg xmlns="http://www.w3.org/2000/svg" class="drawing" viewBox="0 0 400 300" role="img" aria-hidden="true">
<rect width="400" height="300" fill="${sky}"/>
<circle cx="318" cy="70" r="30" fill="#fff" opacity=".55"/>
<path d="M0 214 70 150 122 196 190 128 262 206 318 164 400 222V300H0Z" fill="#2f4a45" opacity=".10"/>
<path d="M0 240 90 204 178 236 268 200 400 246V300H0Z" fill="#2f4a45" opacity=".12"/>
<ellipse cx="200" cy="254" rx="128" ry="10" fill="#1d2b28" opacity=".16"/>${inner}</svg>`;

/** @type {Record<string, string>} */
const kInner = {
  'trail-shoes': `
<path d="M92 168c22 8 44 2 60-14 10 12 26 30 54 38 34 10 78 10 94 26 8 8 6 22 4 26H96c-8 0-12-6-12-14z" fill="#2c7a78"/>
<path d="M92 168c22 8 44 2 60-14l16 18c-20 22-50 32-80 28z" fill="#3b9792"/>
<path d="M80 238h226c4 0 6 12-4 14-16 4-30-4-42 0-14 4-26-4-40 0s-28-4-42 0-28-4-40 0-36 4-50 0c-10-2-12-14-8-14z" fill="#f2ead9"/>
<path d="M80 248c8 8 22 4 34 2 14-2 26 4 40 0s28 4 42 0 28 4 40 0 26 4 42 0 20 6 30-4l-2 10H86z" fill="#20302d"/>
<g stroke="#f7f1e4" stroke-width="5" stroke-linecap="round"><path d="M158 178 178 162M176 190l18-18M196 199l16-18M218 206l14-18"/></g>
<path d="M250 214c22 2 40 6 48 14" stroke="#1f5d5b" stroke-width="4" fill="none" stroke-linecap="round"/>`,
  'storm-lantern': `
<path d="M158 96c0-58 84-58 84 0" fill="none" stroke="#39413f" stroke-width="6"/>
<path d="M168 92h64l-8-18h-48z" fill="#b4532f"/><rect x="176" y="60" width="48" height="16" rx="6" fill="#39413f"/>
<path d="M172 96h56c22 34 22 76 0 104h-56c-22-28-22-70 0-104z" fill="#fff7df"/>
<path d="M200 118c22 26 20 52 0 66-20-14-22-40 0-66z" fill="#eda93b"/><path d="M200 148c10 12 9 24 0 32-9-8-10-20 0-32z" fill="#fff2c4"/>
<path d="M156 98v104M244 98v104" stroke="#39413f" stroke-width="6"/>
<path d="M148 204h104l10 46H138z" fill="#b4532f"/><rect x="136" y="240" width="128" height="14" rx="6" fill="#8c3f23"/><circle cx="232" cy="222" r="8" fill="#39413f"/>`,
  'wool-blanket': `
<path d="M96 132c0-14 10-22 22-22h166c12 0 20 8 20 20v96c0 16-10 24-22 24H118c-14 0-22-8-22-22z" fill="#a8694a"/>
<path d="M96 150h208v22H96zM96 204h208v14H96z" fill="#f4e8d8"/><path d="M96 180h208v8H96z" fill="#2f6d6a"/>
<path d="M96 132c0-14 10-22 22-22h166c12 0 20 8 20 20-40-8-166-10-208 2z" fill="#8c543a"/>
<g stroke="#a8694a" stroke-width="3" stroke-linecap="round"><path d="M112 250v10M128 250v12M144 250v10M160 250v12M176 250v10M192 250v12M208 250v10M224 250v12M240 250v10M256 250v12M272 250v10M288 250v10"/></g>`,
  'enamel-kettle': `
<path d="M148 122c-20-64 124-64 104 0" fill="none" stroke="#6d4a2f" stroke-width="9" stroke-linecap="round"/>
<path d="M136 250c-26-44-18-112 18-128h92c36 16 44 84 18 128z" fill="#31567a"/>
<path d="M258 150c30-4 34-30 58-34l8 12c-24 6-18 56-54 66z" fill="#31567a"/>
<path d="M160 122h80c-6-16-74-16-80 0z" fill="#26435f"/><circle cx="200" cy="104" r="8" fill="#6d4a2f"/>
<path d="M154 148c-14 22-18 54-8 84" stroke="#6f93b6" stroke-width="7" fill="none" stroke-linecap="round"/>
<g fill="#eef3f7"><circle cx="206" cy="170" r="3"/><circle cx="230" cy="196" r="3"/><circle cx="190" cy="214" r="3"/><circle cx="236" cy="228" r="3"/><circle cx="176" cy="186" r="3"/></g>`,
  'day-pack': `
<path d="M158 92c0-34 84-34 84 0" fill="none" stroke="#3a3f2c" stroke-width="8"/>
<path d="M134 250c-14-60-10-124 22-158h88c32 34 36 98 22 158z" fill="#6b7a3f"/>
<path d="M148 128h104l8 34H140z" fill="#56642f"/><path d="M152 184h96v52c0 8-6 14-14 14h-68c-8 0-14-6-14-14z" fill="#56642f"/>
<path d="M170 128v52M230 128v52" stroke="#c79a5b" stroke-width="8"/><rect x="164" y="158" width="12" height="14" rx="2" fill="#efe3c8"/><rect x="224" y="158" width="12" height="14" rx="2" fill="#efe3c8"/>
<path d="M152 202h96" stroke="#3a3f2c" stroke-width="3"/>`,
  'repair-kit': `
<path d="M84 168h232v74c0 6-4 10-10 10H94c-6 0-10-4-10-10z" fill="#b98b6a"/><path d="M84 168h232l-14-34H98z" fill="#d5ad8e"/>
<g fill="#8a6246"><path d="M122 168h28v52h-28zM164 168h28v64h-28zM206 168h28v46h-28zM248 168h28v58h-28z" opacity=".45"/></g>
<path d="M136 208V112" stroke="#8f9a99" stroke-width="5" stroke-linecap="round"/><path d="M178 224v-96l-6-22h12l-6 22" stroke="#5b4632" stroke-width="6" fill="none"/>
<rect x="208" y="132" width="24" height="48" rx="4" fill="#2f6d6a"/><g stroke="#85b5b1" stroke-width="2"><path d="M208 142h24M208 150h24M208 158h24M208 166h24"/></g>
<circle cx="262" cy="148" r="20" fill="#e9c46a"/><circle cx="262" cy="148" r="8" fill="#cfa53f"/>`,
};

/** An SVG picture of a ware. @param {string} slug @param {string} sky */
export const drawing = (slug, sky) => scene(kInner[slug] ?? '', sky);

/** The shop's mark: a path between two hills. */
export const kMark = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="#2f4a45"/>
<path d="M3 24 12 11l6 8 4-5 7 10z" fill="#f2ead9"/><path d="M15 24c5-2-1-4 3-6" stroke="#2f4a45" stroke-width="2" fill="none"/></svg>`;
