/** Synthesizes every example into a file of its own. */
import { App } from 'cdk8s';
import { developmentRegistry } from './development-registry';
import { isolated } from './isolated';
import { privateRegistry } from './private-registry';
import { productionRegistry } from './production-registry';
import { sharedPolicies } from './shared-policies';
import { virtualServer } from './virtual-server';

const app = new App();
privateRegistry(app);
developmentRegistry(app);
productionRegistry(app);
sharedPolicies(app);
virtualServer(app);
isolated(app);
app.synth();
