#!/usr/bin/env node
/* biome-ignore-all lint/style/noRestrictedGlobals: plain globals only: this file must run, and say what is wrong, on any Node */
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 15)) {
	process.stderr.write(
		`obs-top: Node ${process.versions.node} is too old: obs-top needs Node 22.15 or newer (install a current Node, e.g. from your package manager or https://nodejs.org)\n`,
	);
	process.exit(1);
}
await import('../dist/obs-top.mjs');
