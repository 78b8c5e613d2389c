// What each role is called, by the right that somebody came with. Each language stands by itself, so that a page fetches only the one that it shows.
import type { Role } from '../contracts/terms.ts';

type Table = Readonly<Record<Role, string>>;

export const rolesInChinese: Table = {
  officer: '值班员',
  health: '卫生中心',
  responder: '响应人员',
  community: '社区',
  administrator: '管理员',
  wall: '大屏',
  button: '平板按键',
  family: '家属',
};

export const rolesInEnglish: Table = {
  officer: 'duty officer',
  health: 'health centre',
  responder: 'responder',
  community: 'community',
  administrator: 'administrator',
  wall: 'wall',
  button: 'tablet button',
  family: 'family',
};
