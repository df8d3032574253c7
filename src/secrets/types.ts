/** Types of Secrets. Those with a meaning of their own are read by kubelets and by Ingress controllers. */
export const PULL_SECRET = 'kubernetes.io/dockerconfigjson';
export const TLS_SECRET = 'kubernetes.io/tls';
export const OPAQUE = 'Opaque';

/** The key of a pull secret. */
export const DOCKER_CONFIG = '.dockerconfigjson';
