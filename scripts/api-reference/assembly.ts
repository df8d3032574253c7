/** What of a jsii assembly the reference shows. Source: the schema of `.jsii`, package @jsii/spec. */

export interface Docs {
  readonly summary?: string;
  readonly remarks?: string;
  readonly default?: string;
  readonly example?: string;
  readonly returns?: string;
  readonly see?: string;
  readonly custom?: { readonly throws?: string };
}

export interface TypeReference {
  readonly fqn?: string;
  readonly primitive?: string;
  readonly collection?: { readonly kind: 'array' | 'map'; readonly elementtype: TypeReference };
  readonly union?: { readonly types: readonly TypeReference[] };
}

export interface Value {
  readonly type: TypeReference;
  readonly optional?: boolean;
}

export interface Member {
  readonly name: string;
  readonly docs?: Docs;
  readonly static?: boolean;
}

export interface Property extends Member, Value {
  readonly const?: boolean;
}

export interface Parameter extends Member, Value {
  readonly variadic?: boolean;
}

export interface Callable {
  readonly docs?: Docs;
  readonly parameters?: readonly Parameter[];
  readonly protected?: boolean;
}

export interface Method extends Callable, Member {
  readonly returns?: Value;
}

export interface Type {
  readonly fqn: string;
  readonly name: string;
  readonly kind: 'class' | 'interface' | 'enum';
  readonly datatype?: boolean;
  readonly abstract?: boolean;
  readonly base?: string;
  readonly interfaces?: readonly string[];
  readonly docs?: Docs;
  readonly initializer?: Callable;
  readonly properties?: readonly Property[];
  readonly methods?: readonly Method[];
  readonly members?: readonly Member[];
  readonly locationInModule?: { readonly filename: string };
}

export interface Assembly {
  readonly types: Record<string, Type>;
}
