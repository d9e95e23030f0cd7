#!/usr/bin/env node
/* biome-ignore-all lint/style/noRestrictedGlobals: plain globals only: this file must run, and say what is wrong, on any Node */
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 15)) {
	process.stderr.write(
		`obs-top: Node ${process.versions.node} is too old: obs-top needs Node 22.15 or newer (install a current Node, e.g. from your package manager or https://nodejs.org)\n`,
	);
	process.exit(1);
}

// Compiled code is kept where nobody else can write: Node's own place under the temporary folder belongs to whoever made it first.
const {lstatSync, mkdirSync} = process.getBuiltinModule('node:fs');
const codeFolder =
	process.env.NODE_COMPILE_CACHE || `${process.getBuiltinModule('node:os').tmpdir()}/code-of-obs-top-${process.getuid?.()}`;
if (process.env.NODE_COMPILE_CACHE || isOwn(codeFolder)) {
	process.getBuiltinModule('node:module').enableCompileCache(codeFolder);
}
await import('../dist/obs-top.mjs');

function isOwn(folder) {
	try {
		mkdirSync(folder, {mode: 0o700});
	} catch {
		// It is there, or can't be made.
	}
	try {
		const {mode, uid} = lstatSync(folder);
		return (mode & 0o170_000) === 0o040_000 && (mode & 0o022) === 0 && uid === process.getuid?.();
	} catch {
		return false;
	}
}
