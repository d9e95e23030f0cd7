// Stands in for modules that Ink only wants in its development mode.
const nothing = {};
// biome-ignore lint/style/noDefaultExport: the modules it stands in for have one
export default nothing;
