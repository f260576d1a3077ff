// SPDX-License-Identifier: GPL-3.0-or-later
// What a source file asks for.

/** Targets of #include, as written with their quotes or brackets. @param {string} source */
export function includesOf(source) {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  return [...code.matchAll(/^[ \t]*#[ \t]*include[ \t]*(<[^>]+>|"[^"]+")/gm)].map(
    (match) => match[1],
  );
}

/**
 * Targets of import, export … from, import(…), and of import types in JSDoc: knowing a type is knowing its room.
 * @param {string} source
 */
export function importsOf(source) {
  const code = source.replace(/^\s*\/\/.*$/gm, '');
  const patterns = [
    /\bimport\s*\(\s*(['"])([^'"]+)\1/g,
    /^\s*(?:import|export)\b[^'";]*?\bfrom\s*(['"])([^'"]+)\1/gm,
    /^\s*import\s*(['"])([^'"]+)\1/gm,
    /@import\b[^'"\n]*\bfrom\s*(['"])([^'"]+)\1/g,
  ];
  return patterns.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[2]));
}
