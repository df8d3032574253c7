/** The kinds that are servers, and the facts about each. */
import { AnyOf } from '../../plain/objects';
import { Resource } from '../../resources/resource';
import { Specs } from '../../resources/spec';
import { RegistryApiSpec } from '../registry/api/spec';

type CustomServerKind = 'MCPServer' | 'MCPRemoteProxy' | 'VirtualMCPServer' | 'EmbeddingServer' | 'MCPRegistry';

/** Specs by kind. */
export interface ServerSpecs extends Pick<Specs, CustomServerKind> {
  readonly RegistryApi: RegistryApiSpec;
}

export type ServerKind = keyof ServerSpecs;

/** A server, with the type of spec of its kind. */
export type ServerOfKind<Kind extends ServerKind = ServerKind> = {
  readonly [K in Kind]: Resource<ServerSpecs[K]> & { readonly kind: K };
}[Kind];

/** Fields that some kind of server has. */
export type ServerFields = AnyOf<ServerSpecs[ServerKind]>;

/** A server of whatever kind. */
export type AnyServer = Resource<ServerFields>;
