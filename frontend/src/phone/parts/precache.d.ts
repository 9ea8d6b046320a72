/** Written by the build (frontend/precache.ts). */
declare module "virtual:precache" {
  const list: { url: string; revision: string | null }[];
  export default list;
}
