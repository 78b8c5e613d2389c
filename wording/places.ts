// What service points, roads and teams are called, by kind.
import type { DocumentOf } from '../contracts/office/documents.ts';

type PointKind = DocumentOf<'servicePoints'>['kind'];
type RoadKind = DocumentOf<'roads'>['kind'];
type TeamKind = DocumentOf<'teams'>['kind'];

export const pointKinds: Readonly<Record<'zh' | 'en', Readonly<Record<PointKind, string>>>> = {
  zh: {
    'community-station': '社区服务站',
    'health-centre': '卫生服务中心',
    hospital: '医院',
    'hospital-er': '医院急诊',
    'police-post': '警务室',
    'street-office': '街道办',
    metro: '地铁站',
    university: '大学',
    'patrol-point': '治安巡逻点',
    'service-station': '服务站点',
  },
  en: {
    'community-station': 'community station',
    'health-centre': 'health centre',
    hospital: 'hospital',
    'hospital-er': 'hospital, emergency',
    'police-post': 'police post',
    'street-office': 'street office',
    metro: 'metro',
    university: 'university',
    'patrol-point': 'patrol point',
    'service-station': 'service station',
  },
};

export const roadKinds: Readonly<Record<'zh' | 'en', Readonly<Record<RoadKind, string>>>> = {
  zh: {
    primary: '主干道',
    secondary: '次干道',
    tertiary: '支路',
    residential: '街巷',
    service: '小路',
    water: '河流',
  },
  en: {
    primary: 'main road',
    secondary: 'secondary road',
    tertiary: 'minor road',
    residential: 'street',
    service: 'lane',
    water: 'river',
  },
};

export const teamKinds: Readonly<Record<'zh' | 'en', Readonly<Record<TeamKind, string>>>> = {
  zh: {
    mediators: '义务调解员',
    patrol: '治安巡逻队',
    emergency_squad: '应急处突小分队',
    self_rule: '院落自治管理小组',
    council: '民情议事会',
    service: '志愿服务队',
    other: '其他',
  },
  en: {
    mediators: 'mediators',
    patrol: 'patrol',
    emergency_squad: 'emergency squad',
    self_rule: 'courtyard self-rule',
    council: 'council',
    service: 'volunteer service',
    other: 'other',
  },
};
