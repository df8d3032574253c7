/**
 * The issuer of a cluster's own tokens by default: kubeadm's. A cluster may have any: it prints its own with
 * `kubectl get --raw /.well-known/openid-configuration`.
 */
export const CLUSTER_ISSUER = 'https://kubernetes.default.svc.cluster.local';
