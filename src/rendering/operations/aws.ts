/**
 * What a pod on AWS needs to log in to a database without a password: tokens are made from credentials that AWS gives the
 * pod, and the machine's own metadata know the region.
 */
import { block, NetworkRule, tcp } from './objects/network-policy';
import { Destination } from '../registry/config/needs';

/** Where a pod gets the credentials of its own account (EKS Pod Identity), and those of its machine. */
const POD_IDENTITY = [block('169.254.170.23/32'), block('fd00:ec2::23/128')];
const METADATA = [block('169.254.169.254/32'), block('fd00:ec2::254/128')];

/** @param region "detect" where AWS is asked for it */
export function awsCredentials(region: string): NetworkRule[] {
  return [
    { peers: POD_IDENTITY, ports: [tcp(80)] },
    ...(region === 'detect' ? [{ peers: METADATA, ports: [tcp(80)] }] : []),
  ];
}

/** Where a ServiceAccount with a role gets them. */
export function awsTokenHost(region: string): Destination {
  const host = region === 'detect' ? '.amazonaws.com' : `sts.${region}.amazonaws.com`;
  return { host, port: 443, field: 'config.database' };
}
