// SPDX-License-Identifier: GPL-3.0-or-later
// The demonstration world's certificate, made by openssl at each run into a folder of that run. None is committed:
// a private key in a repository would be trusted by somebody one day.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes one self-signed P-256 certificate for all of the world's hosts, valid for two days.
 * @param {string} folder where key and certificate are written, mode 0600
 * @param {string[]} hosts host names for the certificate's alternative names
 * @returns {{key: Buffer, cert: Buffer}} both in PEM
 */
export function makeCertificate(folder, hosts) {
  const key = join(folder, 'world.key');
  const cert = join(folder, 'world.crt');
  const config = join(folder, 'world.cnf');
  writeFileSync(
    config,
    [
      '[req]',
      'distinguished_name = name',
      'x509_extensions = extensions',
      'prompt = no',
      '[name]',
      'CN = Volition demonstration world',
      '[extensions]',
      `subjectAltName = ${[...hosts, '*.example'].map((host) => `DNS:${host}`).join(',')}`,
      'basicConstraints = critical, CA:false',
      'extendedKeyUsage = serverAuth',
      '',
    ].join('\n'),
    { mode: 0o600 },
  );
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      ...curve,
      '-nodes',
      '-days',
      '2',
      '-config',
      config,
      '-keyout',
      key,
      '-out',
      cert,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  return { key: readFileSync(key), cert: readFileSync(cert) };
}
