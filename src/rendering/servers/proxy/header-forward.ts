/**
 * Headers that are sent to a remote server, and how those with a secret value reach the process that sends them.
 * Source: ToolHive pkg/vmcp/headerforward/wirefmt, pkg/runner/config.go, pkg/transport/middleware/header_forward.go.
 */
import { fieldPath, Findings, shown } from '../../../findings';
import { goMap, goStruct } from '../../../go/struct';
import { EnvVar } from '../../../kubernetes/objects';
import { AddHeadersFromSecretItem, HeaderForward } from '../../../resources/spec/shared';
import { REFUSED_BY_PROXY } from '../../model/without-effect';
import { secretEnv } from '../../pod/mounts';

const AT = 'spec.headerForward';

/** Headers that decide where a request goes, whom it comes from and where it ends; in lower case. */
export const RESTRICTED_HEADERS = [
  'host',
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'upgrade',
  'http2-settings',
  'proxy-authorization',
  'proxy-authenticate',
  'proxy-connection',
  'transfer-encoding',
  'content-length',
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
];

/** A name as part of an environment variable's. */
export function inVariable(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9_]/g, '_');
}

/** The name by which the process asks for a header's value. @param owner name of the resource that the header is in */
export function headerSecretId(owner: string, header: string): string {
  return `HEADER_FORWARD_${inVariable(header)}_${inVariable(owner)}`;
}

/** One variable for each header with a secret value. */
export function headerSecretEnv(owner: string, headerForward: HeaderForward | undefined): EnvVar[] {
  return secretHeaders(headerForward).map(({ headerName, valueSecretRef }) =>
    secretEnv(`TOOLHIVE_SECRET_${headerSecretId(owner, headerName)}`, valueSecretRef),
  );
}

/** Headers by what their values are found under, or none. */
export function headerSecretIds(
  owner: string,
  headerForward: HeaderForward | undefined,
): Record<string, string> | undefined {
  const ids = secretHeaders(headerForward).map(({ headerName }) => [headerName, headerSecretId(owner, headerName)]);
  return goMap(Object.fromEntries(ids));
}

/** `header_forward` of a RunConfig. */
export interface HeaderForwardConfig {
  readonly add_plaintext_headers?: Readonly<Record<string, string>>;
  readonly add_headers_from_secret?: Readonly<Record<string, string>>;
}

export function headerForwardConfig(
  owner: string,
  headerForward: HeaderForward | undefined,
): HeaderForwardConfig | undefined {
  const config = goStruct({
    add_plaintext_headers: goMap(headerForward?.addPlaintextHeaders),
    add_headers_from_secret: headerSecretIds(owner, headerForward),
  });
  return Object.keys(config).length ? config : undefined;
}

/** Reports headers that ToolHive never sends, or that get the same name in the environment. */
export function checkHeaderForward(headerForward: HeaderForward | undefined, findings: Findings): void {
  const secret = secretHeaders(headerForward).map(({ headerName }) => headerName);
  const plain = Object.keys(headerForward?.addPlaintextHeaders ?? {});
  plain.forEach((name) => checkHeader(name, fieldPath(`${AT}.addPlaintextHeaders`, name), findings));
  secret.forEach((name, i) => {
    const field = `${fieldPath(`${AT}.addHeadersFromSecret`, i)}.headerName`;
    checkHeader(name, field, findings);
    const earlier = secret.slice(0, i).find((other) => inVariable(other) === inVariable(name));
    if (earlier) {
      findings.error(
        field,
        `${shown(name)} and ${shown(earlier)} would be the same variable ${inVariable(name)}; drop one`,
      );
    }
  });
}

function checkHeader(name: string, field: string, findings: Findings): void {
  if (RESTRICTED_HEADERS.includes(name.toLowerCase())) {
    findings.warning(
      REFUSED_BY_PROXY,
      field,
      `${shown(name)} is a header that ToolHive refuses to set, because it steers requests or says whom they are from; drop it`,
    );
  }
}

function secretHeaders(headerForward: HeaderForward | undefined): readonly AddHeadersFromSecretItem[] {
  return headerForward?.addHeadersFromSecret ?? [];
}
