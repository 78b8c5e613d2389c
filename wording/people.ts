// Who may be sent, by role, and what they can do. Each language stands by itself, so that a page fetches only the one that it shows.
import type { ResponderRole, Skill } from '../contracts/terms.ts';

export type PeopleWords = {
  roles: Readonly<Record<ResponderRole, string>>;
  skills: Readonly<Record<Skill, string>>;
};

export const peopleInChinese: PeopleWords = {
  roles: {
    grid_coordinator: '网格协管员',
    courtyard_committee: '院落自治管理小组成员',
    courtyard_council: '院落民情议事会成员',
    gate_keeper: '门卫',
    building_head: '楼栋长',
    resident_activist: '居民骨干',
    security_patrol: '治安巡逻队',
    emergency_squad: '应急处突小分队',
    health_desk: '卫生中心值班台',
    doctor: '值班医生',
    community_officer: '社区值守干部',
    street_officer: '街道值班员',
  },
  skills: { first_aid: '急救', fire_safety: '消防', lifting: '搬抬' },
};

export const peopleInEnglish: PeopleWords = {
  roles: {
    grid_coordinator: 'grid coordinator',
    courtyard_committee: 'courtyard committee',
    courtyard_council: 'courtyard council',
    gate_keeper: 'gate keeper',
    building_head: 'building head',
    resident_activist: 'active resident',
    security_patrol: 'security patrol',
    emergency_squad: 'emergency squad',
    health_desk: 'health desk',
    doctor: 'doctor on call',
    community_officer: 'community officer',
    street_officer: 'street officer',
  },
  skills: { first_aid: 'first aid', fire_safety: 'fire safety', lifting: 'lifting' },
};
