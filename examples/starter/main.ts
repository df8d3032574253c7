import { App } from 'cdk8s';
import { Servers } from './servers.js';

const app = new App();
new Servers(app, 'servers');
app.synth();
