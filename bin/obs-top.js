#!/usr/bin/env node
/* biome-ignore-all lint/style/noRestrictedGlobals: plain globals only: this file must run, and say what is wrong, on any Node */
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 15)) {
	process.stderr.write(
		`obs-top: Node ${process.versions.node} is too old: obs-top needs Node 22.15 or newer (install a current Node, e.g. from your package manager or https://nodejs.org)\n`,
	);
	process.exit(1);
}

// Compiled code is kept where nobody else can write: Node's own place is under the temporary folder, which all users share.
const {NODE_COMPILE_CACHE, XDG_CACHE_HOME, HOME} = process.env;
const cacheHome = XDG_CACHE_HOME || (HOME && `${HOME}/.cache`);
if (NODE_COMPILE_CACHE || cacheHome) {
	process.getBuiltinModule('node:module').enableCompileCache(NODE_COMPILE_CACHE || `${cacheHome}/obs-top`);
}
await import('../dist/obs-top.mjs');
